using System.Text;

namespace RemoteDeploy.Tool.Running;

/// <summary>
/// Standard output or error that never throws: a disk that is full must not end a run on thirty hosts. What cannot be written is
/// dropped, and the reason is kept. A reader that leaves early (<c>| head -1</c>) is no loss: it has what it wanted.
/// </summary>
/// <param name="open">Opens the stream of the process; called at the first write.</param>
internal sealed class StandardStream(Func<Stream> open) : Stream
{
    private Stream? stream;

    /// <summary>Why something could not be written; null while all was.</summary>
    public string? Loss { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A writer of text that hands on each line at once and may be used by several threads.</summary>
    /// <param name="encoding">Encoding of the terminal; UTF-8 is written without a byte order mark.</param>
    public TextWriter Text(Encoding encoding) =>
        TextWriter.Synchronized(new StreamWriter(this, encoding.CodePage == Encoding.UTF8.CodePage ? new UTF8Encoding(false) : encoding) { AutoFlush = true });

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (Loss is not null)
        {
            return;
        }

        try
        {
            stream ??= open();
            stream.Write(buffer);
            stream.Flush();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Loss = failure.Message.TrimEnd('.');
        }
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        // Each write is handed on at once.
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
