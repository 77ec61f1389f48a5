using RemoteDeploy.Compression;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Broadcast;

/// <summary>A compressed stream put together from pieces: what is written goes in stored frames, contents that are compressed already are put in between.</summary>
internal sealed class FramedStream(Stream inner, IContentEncoding encoding) : WriteOnlyStream
{
    private readonly byte[] buffer = new byte[ZstdFrame.LargestStored];
    private int filled;

    /// <summary>Puts a compressed content in.</summary>
    public void Insert(CompressedContent content, Action<double> onProgress, CancellationToken cancellationToken)
    {
        EndFrame();
        content.CopyTo(inner, onProgress, cancellationToken);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        EndFrame();
        inner.Flush();
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            var taken = Math.Min(buffer.Length, this.buffer.Length - filled);
            buffer[..taken].CopyTo(this.buffer.AsSpan(filled));
            filled += taken;
            buffer = buffer[taken..];
            if (filled == this.buffer.Length)
            {
                EndFrame();
            }
        }
    }

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    private void EndFrame()
    {
        if (filled > 0)
        {
            encoding.WriteStored(inner, buffer.AsSpan(0, filled));
            filled = 0;
        }
    }
}
