using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>A folder of real assemblies and libraries, which compress as those of an application do, copied from the installed .NET.</summary>
internal sealed class RealPayload : IDisposable
{
    private const int ChangedBytes = 300_000;

    private RealPayload(IEnumerable<FileInfo> files, string source)
    {
        Folder = Directory.CreateTempSubdirectory("rd-bench-payload-").FullName;
        foreach (var file in files)
        {
            var target = Path.Combine(Folder, Path.GetRelativePath(source, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            file.CopyTo(target);
            Files++;
            Bytes += file.Length;
        }
    }

    public string Folder { get; }

    public int Files { get; }

    public long Bytes { get; }

    /// <summary>Like a self-contained publish: the shared frameworks, without the smallest files beyond 332.</summary>
    public static RealPayload PublishLike()
    {
        var source = Path.Combine(DotnetRoot(), "shared");
        return new RealPayload(FilesOf(source).OrderByDescending(file => file.Length).Take(332), source);
    }

    /// <summary>2,306 files of the SDK, 226 MB: what a folder of many small files looks like.</summary>
    public static RealPayload ManySmall()
    {
        var source = Path.Combine(DotnetRoot(), "sdk");
        return new RealPayload(Pick(FilesOf(source), 2_306, 226_000_000), source);
    }

    /// <summary>What a rebuild does: every file gets a new time.</summary>
    public void Touch()
    {
        var now = DateTime.UtcNow;
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, now);
        }
    }

    /// <summary>Changes all of the file that is closest to 300 kB: its halves change places, so that it compresses as before.</summary>
    public void ChangeOne()
    {
        var file = FilesOf(Folder).MinBy(file => Math.Abs(file.Length - ChangedBytes))!;
        var content = File.ReadAllBytes(file.FullName);
        var half = (content.Length / 2) + 1;
        File.WriteAllBytes(file.FullName, [.. content[half..], .. content[..half]]);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string DotnetRoot()
    {
        var dotnet = Programs.Find("dotnet") ?? throw new InvalidOperationException("There is no dotnet on PATH to take the payload from.");
        return Path.GetDirectoryName(File.ResolveLinkTarget(dotnet, returnFinalTarget: true)?.FullName ?? dotnet)!;
    }

    private static List<FileInfo> FilesOf(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).OrderBy(file => file.FullName, StringComparer.Ordinal)];

    // The same files every time: a shuffled choice, in which a file gives way to one that brings the sum closer to what is asked for.
    private static List<FileInfo> Pick(List<FileInfo> all, int count, long bytes)
    {
        new Random(20261122).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(all));
        var picked = all.Take(count).ToList();
        var sum = picked.Sum(file => file.Length);
        var turn = 0;
        foreach (var other in all.Skip(count))
        {
            var changed = sum - picked[turn].Length + other.Length;
            if (Math.Abs(changed - bytes) < Math.Abs(sum - bytes))
            {
                picked[turn] = other;
                sum = changed;
            }

            turn = (turn + 1) % count;
        }

        return picked;
    }
}
