using Microsoft.Win32.SafeHandles;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Broadcast;

/// <summary>Gathers small pieces; large ones pass by, and so do pages of files where what is behind it takes them.</summary>
internal sealed class GatheringStream(Stream inner) : WriteOnlyStream
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int filled;

    /// <inheritdoc/>
    public override void Flush()
    {
        Pass();
        inner.Flush();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > this.buffer.Length - filled)
        {
            Pass();
        }

        if (buffer.Length > this.buffer.Length)
        {
            inner.Write(buffer);
            return;
        }

        buffer.CopyTo(this.buffer.AsSpan(filled));
        filled += buffer.Length;
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override long Splice(SafeFileHandle file, long offset, long count)
    {
        Pass();
        return inner is WriteOnlyStream next ? next.Splice(file, offset, count) : 0;
    }

    private void Pass()
    {
        if (filled > 0)
        {
            inner.Write(buffer.AsSpan(0, filled));
            filled = 0;
        }
    }
}
