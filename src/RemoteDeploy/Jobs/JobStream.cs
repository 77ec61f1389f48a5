using System.Globalization;
using System.Text;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Jobs;

/// <summary>
/// One stream of a job in a file of this machine, while it comes. How far it is stands in the files themselves: whoever opens them
/// after a crash goes on at the very byte. Bytes that the host did not keep are noted beside the file, and named in it at the end.
/// </summary>
internal sealed class JobStream(string path, long limit) : WriteOnlyStream
{
    private readonly List<(long From, long To)> gaps = ReadGaps(path);
    private FileStream? file;

    /// <summary>The file; it is not there as long as nothing came.</summary>
    public string Path => path;

    /// <summary>Bytes that the host did not keep.</summary>
    public long LeftOut => gaps.Sum(gap => gap.To - gap.From);

    /// <summary>The next byte to ask for, counted in what the job wrote.</summary>
    public long Offset => Size + LeftOut;

    private string GapFile => path + ".gaps";

    private long Size => file?.Length ?? (File.Exists(path) ? new FileInfo(path).Length : 0);

    /// <summary>The next bytes were not kept.</summary>
    /// <param name="to">Offset at which it goes on.</param>
    public void Skip(long to)
    {
        Open();
        var gap = (From: Offset, To: to);
        File.AppendAllText(GapFile, string.Create(CultureInfo.InvariantCulture, $"{gap.From} {gap.To}\n"));
        gaps.Add(gap);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The host sends more than it is said to keep.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var to = Open();
        if (to.Length + buffer.Length > limit)
        {
            throw new InvalidDataException($"a stream of the job has more than {limit} bytes");
        }

        to.Write(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var to = Open();
        if (to.Length + buffer.Length > limit)
        {
            throw new InvalidDataException($"a stream of the job has more than {limit} bytes");
        }

        // Whole or not at all: a cancelled half would be asked for again.
        await to.WriteAsync(buffer, CancellationToken.None);
    }

    /// <summary>Everything has come: names what was left out where it is missing.</summary>
    public void Complete()
    {
        file?.Dispose();
        file = null;
        if (gaps.Count == 0)
        {
            return;
        }

        var whole = path + ".part";
        using (var from = File.OpenRead(path))
        using (var to = File.Create(whole))
        {
            long skipped = 0;
            foreach (var gap in gaps)
            {
                Copy(from, to, gap.From - skipped - from.Position);
                to.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\n… ({gap.To - gap.From} bytes left out)\n")));
                skipped += gap.To - gap.From;
            }

            from.CopyTo(to);
        }

        File.Move(whole, path, overwrite: true);
        File.Delete(GapFile);
    }

    /// <summary>The last bytes as text.</summary>
    public string Tail(int bytes)
    {
        if (!File.Exists(path))
        {
            return "";
        }

        using var from = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        from.Position = Math.Max(0, from.Length - bytes);
        using var reader = new StreamReader(from, Encoding.UTF8, detectEncodingFromByteOrderMarks: false);
        return reader.ReadToEnd();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        file?.Dispose();
        file = null;
        base.Dispose(disposing);
    }

    private FileStream Open()
    {
        if (file is null)
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);

            // Unbuffered: what was taken is in the file when this process is killed.
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            file.Position = file.Length;
        }

        return file;
    }

    private static void Copy(Stream from, Stream to, long count)
    {
        var buffer = new byte[64 * 1024];
        while (count > 0 && from.Read(buffer, 0, (int)Math.Min(buffer.Length, count)) is > 0 and var read)
        {
            to.Write(buffer, 0, read);
            count -= read;
        }
    }

    private static List<(long From, long To)> ReadGaps(string path)
    {
        var found = new List<(long, long)>();
        foreach (var line in File.Exists(path + ".gaps") ? File.ReadAllLines(path + ".gaps") : [])
        {
            if (line.Split(' ') is [var from, var to]
                && long.TryParse(from, NumberStyles.None, CultureInfo.InvariantCulture, out var begin)
                && long.TryParse(to, NumberStyles.None, CultureInfo.InvariantCulture, out var end) && end > begin)
            {
                found.Add((begin, end));
            }
        }

        return found;
    }
}
