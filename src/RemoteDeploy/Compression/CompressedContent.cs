using System.Buffers;

namespace RemoteDeploy.Compression;

/// <summary>The compressed form of one file's content, in a spool that still grows: any number of streams read it while it is made.</summary>
/// <param name="size">Length of the content itself.</param>
internal sealed class CompressedContent(long size)
{
    private const int Piece = 128 * 1024;
    private const double MostWhileGrowing = 0.99;
    private static readonly TimeSpan LookAtToken = TimeSpan.FromMilliseconds(100);
    private readonly object gate = new();
    private SpoolFile? spool;
    private long start;
    private long length;
    private bool complete;
    private bool failed;

    /// <summary>Length of the content itself.</summary>
    public long Size => size;

    /// <summary>A content that was made before.</summary>
    public static CompressedContent Made(long size, SpoolFile file, long start, long length) =>
        new(size) { spool = file, start = start, length = length, complete = true };

    /// <summary>Where it lies in a spool; null when it lies in another one, or not all of it is there.</summary>
    public (long Start, long Length)? PlaceIn(SpoolFile file)
    {
        lock (gate)
        {
            return spool == file && complete && !failed ? (start, length) : null;
        }
    }

    /// <summary>It begins where the spool ends now.</summary>
    public void Begin(SpoolFile file)
    {
        lock (gate)
        {
            (spool, start) = (file, file.Length);
        }
    }

    /// <summary>More of it is in the spool.</summary>
    public void Grow(long bytes) => Change(() => length += bytes);

    /// <summary>All of it is in the spool.</summary>
    public void Complete() => Change(() => complete = true);

    /// <summary>It cannot be made. What was read of it by then is not to be trusted.</summary>
    public void Fail() => Change(() => failed = true);

    /// <summary>Waits until the first bytes are there. False when it cannot be made.</summary>
    public bool WaitForBegin(CancellationToken cancellationToken) => Wait(0, cancellationToken).Available > 0;

    /// <summary>Writes all of it, as fast as it is made.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="onProgress">Told what part of the content has been written, rather too little than too much.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CompressionException">It could not be made to its end.</exception>
    public void CopyTo(Stream to, Action<double> onProgress, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            for (long done = 0; ;)
            {
                var (available, isAll) = Wait(done, cancellationToken);
                if (available < 0)
                {
                    throw new CompressionException("A payload file could not be compressed to its end");
                }

                for (int read; available > 0; available -= read, done += read)
                {
                    read = spool!.Read(buffer.AsSpan(0, (int)Math.Min(available, Piece)), start + done);
                    to.Write(buffer.AsSpan(0, read));

                    // While it grows nobody knows how long it gets: at most about as long as the content.
                    onProgress(isAll ? (double)(done + read) / length : Math.Min(MostWhileGrowing, (double)(done + read) / size));
                }

                if (isAll)
                {
                    return;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // Bytes beyond "done" and whether they are the last; -1 for a failure.
    private (long Available, bool IsAll) Wait(long done, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            while (!failed && !complete && length == done)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(gate, LookAtToken);
            }

            return (failed ? -1 : length - done, complete);
        }
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            Monitor.PulseAll(gate);
        }
    }
}
