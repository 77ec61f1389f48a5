using RemoteDeploy.Compression;

namespace RemoteDeploy.Broadcast;

/// <summary>Stands for a file's content where an archive is written; the compressed form is put into the stream in its place.</summary>
internal sealed class CompressedSource(CompressedContent content, FramedStream frames, CountingStream counted, Action<long> onBytes, CancellationToken cancellationToken) : Stream
{
    private long told;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => content.Size;

    /// <inheritdoc/>
    public override long Position
    {
        get => 0;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void CopyTo(Stream destination, int bufferSize)
    {
        frames.Insert(content, part => Tell((long)(part * content.Size)), cancellationToken);
        counted.Skip(content.Size);
        Tell(content.Size);
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

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

    private void Tell(long done)
    {
        onBytes(Math.Max(0, done - told));
        told = Math.Max(told, done);
    }
}
