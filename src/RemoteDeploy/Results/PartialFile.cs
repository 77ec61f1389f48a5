using System.Security.Cryptography;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Results;

/// <summary>
/// A file that is being fetched. What has come of it stands under the digest that the whole is to have, so that a later call,
/// also of another process, goes on with it and with nothing else.
/// </summary>
internal sealed class PartialFile : WriteOnlyStream
{
    private const string Prefix = ".rd-";
    private const string Suffix = ".part";
    private const int Piece = 128 * 1024;
    private readonly string part;
    private readonly FileStream file;
    private readonly IncrementalHash hash;

    private PartialFile(string part, DigestAlgorithm algorithm)
    {
        this.part = part;
        file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, Piece);
        hash = IncrementalHash.CreateHash(FileHasher.NameOf(algorithm));
    }

    /// <summary>Bytes that are here.</summary>
    public long Size => file.Length;

    /// <summary>Opens what there is of a file, for more to be written behind it.</summary>
    /// <param name="target">Folder that is fetched into.</param>
    /// <param name="whole">Digest and size of the whole file; what is longer is thrown away.</param>
    /// <param name="algorithm">Algorithm of the digest.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<PartialFile> OpenAsync(string target, (ContentDigest Digest, long Size) whole, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var partial = new PartialFile(PathOf(target, whole.Digest), algorithm);
        try
        {
            await partial.RereadAsync(whole.Size, cancellationToken);
            return partial;
        }
        catch
        {
            await partial.DisposeAsync();
            throw;
        }
    }

    /// <summary>True for names that are ours, in the folder that is fetched into.</summary>
    public static bool IsName(string name) => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes that an earlier call left of a file.</summary>
    public static long SizeOf(string target, ContentDigest digest) => new FileInfo(PathOf(target, digest)) is { Exists: true } info ? info.Length : 0;

    /// <summary>The digest of all that is here.</summary>
    public ContentDigest Digest() => new(hash.GetCurrentHash());

    /// <summary>Gives the file its own name.</summary>
    public async Task MoveAsync(string path)
    {
        await file.DisposeAsync();
        File.Move(part, path, overwrite: true);
    }

    /// <summary>Throws it away.</summary>
    public async Task DeleteAsync()
    {
        await file.DisposeAsync();
        File.Delete(part);
    }

    /// <inheritdoc/>
    public override void Flush() => file.Flush();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.AppendData(buffer);
        file.Write(buffer);
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        hash.AppendData(buffer.Span);
        await file.WriteAsync(buffer, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file.Dispose();
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private static string PathOf(string target, ContentDigest digest) => Path.Combine(target, Prefix + digest + Suffix);

    private async Task RereadAsync(long size, CancellationToken cancellationToken)
    {
        if (file.Length > size)
        {
            file.SetLength(0);
        }

        var buffer = new byte[Piece];
        int read;
        while ((read = await file.ReadAsync(buffer, cancellationToken)) > 0)
        {
            hash.AppendData(buffer, 0, read);
        }
    }
}
