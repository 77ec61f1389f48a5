using System.Security.Cryptography;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Results;

/// <summary>Hashes what passes.</summary>
internal sealed class HashingStream(Stream inner, IncrementalHash hash) : WriteOnlyStream
{
    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        inner.Write(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        await inner.WriteAsync(buffer, cancellationToken);
    }
}
