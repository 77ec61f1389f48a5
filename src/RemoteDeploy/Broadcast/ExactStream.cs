using System.Buffers;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Broadcast;

/// <summary>
/// Exactly the promised number of bytes of a file, whatever happens to it meanwhile: what it lost is filled with zeros, what it
/// gained is left out. The archive stays whole; the digest tells.
/// </summary>
internal sealed class ExactStream(Stream inner, long length, Action<long> onBytes) : Stream
{
    private const int LargestPiece = 256 * 1024;

    // Below this, gathering files costs less than handing each on by itself.
    private const int LeastSpliced = 32 * 1024;
    private long position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => length;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => position = value == position ? value : throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // What cannot be read is missing as well.
    private int ReadInner(Span<byte> buffer)
    {
        try
        {
            return inner.Read(buffer);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var wanted = (int)Math.Min(buffer.Length, length - position);
        if (wanted == 0)
        {
            return 0;
        }

        var read = ReadInner(buffer[..wanted]);
        if (read == 0)
        {
            buffer[..wanted].Clear();
            read = wanted;
        }

        position += read;
        onBytes(read);
        return read;
    }

    /// <inheritdoc/>
    public override void CopyTo(Stream destination, int bufferSize)
    {
        if (length >= LeastSpliced && inner is FileStream file && destination is WriteOnlyStream sink)
        {
            SpliceTo(sink, file);
        }

        if (position == length)
        {
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length - position, 1, LargestPiece));
        try
        {
            int read;
            while ((read = Read(buffer)) > 0)
            {
                destination.Write(buffer.AsSpan(0, read));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void SpliceTo(WriteOnlyStream sink, FileStream file)
    {
        long taken;
        while (position < length && (taken = sink.Splice(file.SafeFileHandle, position, length - position)) > 0)
        {
            position += taken;
            onBytes(taken);
        }

        file.Position = position;
    }

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
