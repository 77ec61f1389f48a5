using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Payload;

/// <summary>Hashes files of this machine in parallel.</summary>
internal static class FileHasher
{
    private const int Piece = 128 * 1024;

    /// <summary>Entries with digests, and the stamps that tell whether a file changes later.</summary>
    public sealed record Hashed(IReadOnlyList<ManifestEntry> Entries, IReadOnlyDictionary<string, PayloadSnapshot.FileStamp> Stamps);

    /// <summary>Hashes every file among the entries.</summary>
    public static async Task<Attempt<Hashed>> HashAsync(IReadOnlyList<ManifestEntry> entries, Func<string, string> locate, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var digests = new ConcurrentDictionary<string, ManifestEntry>(StringComparer.Ordinal);
        var stamps = new ConcurrentDictionary<string, PayloadSnapshot.FileStamp>(StringComparer.Ordinal);
        var faults = new ConcurrentBag<Fault>();
        await Parallel.ForEachAsync(entries.Where(entry => entry.Kind == EntryKind.File), cancellationToken, (entry, token) =>
        {
            var file = locate(entry.Path);
            try
            {
                // The stamp is taken before the bytes are read: a write during or after the reading moves it.
                var stamp = PayloadSnapshot.FileStamp.Of(file);
                var (digest, length) = HashFile(file, algorithm, token);
                stamps[entry.Path] = stamp;
                digests[entry.Path] = entry with { Digest = digest, Size = length };
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                faults.Add(PayloadScanner.Unreadable(entry.Path, exception));
            }

            return ValueTask.CompletedTask;
        });
        return faults.IsEmpty
            ? new Hashed([.. entries.Select(entry => digests.GetValueOrDefault(entry.Path, entry))], stamps)
            : Attempt<Hashed>.Failed([.. faults.OrderBy(fault => fault.Path, StringComparer.Ordinal)]);
    }

    /// <summary>Digest and length of one file.</summary>
    public static (ContentDigest Digest, long Length) HashFile(string path, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(NameOf(algorithm));
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        long length = 0;
        try
        {
            int read;
            while ((read = RandomAccess.Read(handle, buffer, length)) > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return (new ContentDigest(hash.GetHashAndReset()), length);
    }

    /// <summary>The framework's name of an algorithm.</summary>
    public static HashAlgorithmName NameOf(DigestAlgorithm algorithm) =>
        algorithm == DigestAlgorithm.Md5 ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256;
}
