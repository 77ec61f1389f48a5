using System.Buffers;
using System.IO.Compression;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Compression;

/// <summary>gzip, for hosts without zstd: each content a member, made in this process.</summary>
internal sealed class GzipEncoding : IContentEncoding
{
    private const int Piece = 128 * 1024;

    /// <inheritdoc/>
    public string Name => "gzip";

    /// <inheritdoc/>
    public double FastLink => 60e6;

    /// <inheritdoc/>
    public void Compress(IReadOnlyList<(string Path, CompressedContent Content)> files, int effort, SpoolFile spool, CancellationToken cancellationToken)
    {
        foreach (var (path, content) in files)
        {
            try
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Begin(spool);
                Compress(path, content, effort > 3 ? CompressionLevel.Optimal : CompressionLevel.Fastest, spool);
                content.Complete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or OperationCanceledException)
            {
                content.Fail();
            }
        }
    }

    /// <inheritdoc/>
    public void WriteStored(Stream to, ReadOnlySpan<byte> content)
    {
        using var member = new GZipStream(to, CompressionLevel.NoCompression, leaveOpen: true);
        member.Write(content);
    }

    private static void Compress(string path, CompressedContent content, CompressionLevel level, SpoolFile spool)
    {
        using var file = new FileStream(path, new FileStreamOptions { Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 });
        if (file.Length != content.Size)
        {
            throw new EndOfStreamException("The file has another length now.");
        }

        using var member = new GZipStream(new Growth(spool, content), level);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            var left = content.Size;
            for (int read; left > 0 && (read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length))) > 0; left -= read)
            {
                member.Write(buffer, 0, read);
            }

            // The archive around it has promised this many bytes.
            if (left > 0)
            {
                throw new EndOfStreamException("The file has become shorter.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // What is written is there for readers at once.
    private sealed class Growth(SpoolFile spool, CompressedContent content) : WriteOnlyStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            spool.Append(buffer);
            content.Grow(buffer.Length);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }
    }
}
