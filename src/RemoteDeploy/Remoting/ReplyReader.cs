using System.Globalization;
using System.Text;

namespace RemoteDeploy.Remoting;

/// <summary>
/// Reads the framed answer of the remote script from a byte stream: skips the login shell's noise, hands out lines or raw bytes,
/// swallows signs of life, and knows the end by its nonce, never by the end of the stream.
/// </summary>
internal sealed class ReplyReader
{
    private const int MaxLine = 1 << 20;
    private const int MaxNoise = 1 << 20;
    private readonly Stream stream;
    private readonly byte[] mark;
    private byte[] buffer = new byte[128 * 1024];
    private int start;
    private int end;

    /// <param name="stream">Standard output of the session.</param>
    /// <param name="nonce">The nonce of the request.</param>
    public ReplyReader(Stream stream, string nonce)
    {
        this.stream = stream;
        mark = Encoding.ASCII.GetBytes($"@rd-{nonce} ");
    }

    /// <summary>Is told of every line and of all raw bytes; null when nobody watches. A line that comes in drops is no sign of life before it is whole.</summary>
    public Watchdog? Watchdog { get; set; }

    /// <summary>Status after the end was read; null before.</summary>
    public int? Status { get; private set; }

    /// <summary>Bytes before the answer began.</summary>
    public int Noise { get; private set; }

    /// <summary>The first bytes of the noise, raw.</summary>
    public string NoiseText { get; private set; } = "";

    /// <summary>The next answer of the same session follows.</summary>
    public void Next() => Status = null;

    /// <summary>Reads up to and including the line that begins the answer. False when the stream ended before.</summary>
    /// <exception cref="InvalidDataException">More came before it than any login shell has to say.</exception>
    public async Task<bool> BeginAsync(CancellationToken cancellationToken)
    {
        var noise = new StringBuilder();
        while (await ReadRawLineAsync(cancellationToken) is { } line)
        {
            if (IsMark(line.Span, "begin"u8))
            {
                // The newline that the frame itself starts with is not noise.
                Noise = Math.Max(0, Noise - 1);
                NoiseText = noise.ToString();
                return true;
            }

            Noise += line.Length + 1;
            if (noise.Length < 400)
            {
                noise.Append(Encoding.UTF8.GetString(line.Span)).Append('\n');
            }

            if (Noise > MaxNoise)
            {
                throw new InvalidDataException("Over 1 MiB came before the answer.");
            }
        }

        NoiseText = noise.ToString();
        return false;
    }

    /// <summary>The next line of the body, as bytes valid until the next call; null at the end of the answer.</summary>
    /// <exception cref="EndOfStreamException">The stream ended first: the connection is gone.</exception>
    public async Task<ReadOnlyMemory<byte>?> LineAsync(CancellationToken cancellationToken)
    {
        var pendingEmpty = 0;
        while (Status is null)
        {
            if (pendingEmpty == 1 && !await StartsWithMarkAsync(cancellationToken))
            {
                return ReadOnlyMemory<byte>.Empty;
            }

            var line = await ReadRawLineAsync(cancellationToken) ?? throw new EndOfStreamException("The answer broke off.");
            if (IsMark(line.Span, "tick"u8))
            {
                continue;
            }

            if (IsEnd(line.Span))
            {
                return null;
            }

            if (line.Length > 0)
            {
                return line;
            }

            // An empty line belongs to the frame when the end follows it, else to the body.
            pendingEmpty++;
        }

        return null;
    }

    /// <summary>The next line as text; null at the end.</summary>
    public async Task<string?> TextAsync(CancellationToken cancellationToken) =>
        await LineAsync(cancellationToken) is { } line ? Encoding.UTF8.GetString(line.Span) : null;

    /// <summary>Copies exactly that many raw bytes of the body.</summary>
    /// <exception cref="EndOfStreamException">The stream ended first.</exception>
    public async Task CopyAsync(long count, Stream to, CancellationToken cancellationToken)
    {
        while (count > 0)
        {
            if (start == end)
            {
                await ArriveAsync(cancellationToken);
            }

            var take = (int)Math.Min(count, end - start);
            await to.WriteAsync(buffer.AsMemory(start, take), cancellationToken);
            start += take;
            count -= take;
        }
    }

    /// <summary>Copies the body, byte for byte, up to the end of the answer.</summary>
    /// <exception cref="EndOfStreamException">The stream ended first.</exception>
    public async Task CopyToEndAsync(Stream to, CancellationToken cancellationToken)
    {
        byte[] pattern = [(byte)'\n', .. mark];
        while (true)
        {
            var at = buffer.AsSpan(start, end - start).IndexOf(pattern);
            if (at >= 0)
            {
                await to.WriteAsync(buffer.AsMemory(start, at), cancellationToken);
                start += at + 1;
                var line = await ReadRawLineAsync(cancellationToken);
                if (line is null || IsEnd(line.Value.Span))
                {
                    return;
                }

                continue;
            }

            // The last bytes may be the beginning of the pattern: they wait for more.
            var safe = Math.Max(0, end - start - (pattern.Length - 1));
            if (NewlineFrom(safe) is { } keep)
            {
                safe = keep;
            }
            else
            {
                safe = end - start;
            }

            await to.WriteAsync(buffer.AsMemory(start, safe), cancellationToken);
            start += safe;
            if (end > start)
            {
                // A newline is held back: whoever shows lines need not wait for what follows it.
                await to.FlushAsync(cancellationToken);
            }

            await ArriveAsync(cancellationToken);
        }
    }

    private async Task ArriveAsync(CancellationToken cancellationToken)
    {
        var (before, since) = (end - start, Watchdog?.Now ?? 0);
        if (!await FillAsync(cancellationToken))
        {
            throw new EndOfStreamException("The answer broke off.");
        }

        Watchdog?.Moved(end - start - before, since);
    }

    private int? NewlineFrom(int from)
    {
        var at = buffer.AsSpan(start + from, end - start - from).IndexOf((byte)'\n');
        return at < 0 ? null : from + at;
    }

    private bool IsMark(ReadOnlySpan<byte> line, ReadOnlySpan<byte> word) =>
        line.StartsWith(mark) && line[mark.Length..].SequenceEqual(word);

    private bool IsEnd(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith(mark) || !line[mark.Length..].StartsWith("end "u8))
        {
            return false;
        }

        Status = int.TryParse(Encoding.ASCII.GetString(line[(mark.Length + 4)..]), NumberStyles.None, CultureInfo.InvariantCulture, out var status) ? status : 1;
        return true;
    }

    private async Task<bool> StartsWithMarkAsync(CancellationToken cancellationToken)
    {
        while (end - start < mark.Length)
        {
            if (!mark.AsSpan(0, end - start).SequenceEqual(buffer.AsSpan(start, end - start)))
            {
                return false;
            }

            if (!await FillAsync(cancellationToken))
            {
                return false;
            }
        }

        return buffer.AsSpan(start, mark.Length).SequenceEqual(mark);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadRawLineAsync(CancellationToken cancellationToken)
    {
        var searched = 0;
        while (true)
        {
            var at = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = buffer.AsMemory(start, searched + at);
                start += searched + at + 1;
                Watchdog?.Touch();
                return line;
            }

            searched = end - start;
            if (searched > MaxLine)
            {
                throw new InvalidDataException("The answer has a line of over 1 MiB.");
            }

            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }

        if (end == buffer.Length)
        {
            Array.Resize(ref buffer, buffer.Length * 2);
        }

        // A pipe's read does not always heed its token: the wait does. An abandoned read ends with the process.
        var read = await stream.ReadAsync(buffer.AsMemory(end), CancellationToken.None).AsTask().WaitAsync(cancellationToken);
        end += read;
        return read > 0;
    }
}
