using Microsoft.Win32.SafeHandles;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Broadcast;

/// <summary>Counts what passes.</summary>
internal sealed class CountingStream(Stream inner) : WriteOnlyStream
{
    /// <summary>Bytes written so far.</summary>
    public long Count { get; private set; }

    /// <summary>Told the count after each piece; null for nobody.</summary>
    public Action<long>? OnCount { get; init; }

    /// <summary>Counts bytes that went another way.</summary>
    public void Skip(long bytes) => Count += bytes;

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        Add(buffer.Length);
    }

    /// <inheritdoc/>
    public override long Splice(SafeFileHandle file, long offset, long count)
    {
        var taken = inner is WriteOnlyStream next ? next.Splice(file, offset, count) : 0;
        Add(taken);
        return taken;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await inner.WriteAsync(buffer, cancellationToken);
        Add(buffer.Length);
    }

    private void Add(long bytes)
    {
        Count += bytes;
        OnCount?.Invoke(Count);
    }
}
