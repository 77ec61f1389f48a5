using Microsoft.Win32.SafeHandles;

namespace RemoteDeploy.Remoting;

/// <summary>Tells a watchdog that bytes were taken, in pieces small enough for a slow link to show life.</summary>
internal sealed class WatchedStream(Stream inner, Watchdog watchdog) : WriteOnlyStream
{
    private const int Piece = 64 * 1024;

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(Piece, buffer.Length)];
            var since = watchdog.Now;
            inner.Write(piece);
            watchdog.Moved(piece.Length, since);
            buffer = buffer[piece.Length..];
        }
    }

    /// <inheritdoc/>
    public override long Splice(SafeFileHandle file, long offset, long count)
    {
        var since = watchdog.Now;
        var taken = SystemPipe.Splice(file, offset, inner, Math.Min(Piece, count));
        watchdog.Moved(taken, since);
        return taken;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var piece = buffer[..Math.Min(Piece, buffer.Length)];

            // A pipe's write does not always heed its token: the wait does. An abandoned write ends with the process.
            var since = watchdog.Now;
            await inner.WriteAsync(piece, CancellationToken.None).AsTask().WaitAsync(cancellationToken);
            watchdog.Moved(piece.Length, since);
            buffer = buffer[piece.Length..];
        }
    }
}
