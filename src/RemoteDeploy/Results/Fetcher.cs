using System.Security.Cryptography;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>
/// Brings named files from a host. The host sends digests and then contents in one stream; names and places here are this
/// side's own, so that nothing a host says can lead outside the target folder.
/// </summary>
internal sealed class Fetcher(HostSession session, string tool, DigestAlgorithm algorithm)
{
    private const int Permissions = 0x1FF;

    /// <summary>Gives fetched files the permissions and times that they have on the host. Never for what is read here: a host could close it.</summary>
    public bool KeepsModes { get; init; }

    /// <summary>Name here of a single file that is fetched, where it is another one than on the host.</summary>
    public string? Called { get; init; }

    /// <summary>Most bytes of all files together. What is more is not taken, whatever the host said before of their sizes.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    /// <summary>Fetches files into a folder.</summary>
    /// <param name="folder">Folder on the host.</param>
    /// <param name="names">Paths below it.</param>
    /// <param name="target">Folder here; made when missing.</param>
    /// <param name="onBytes">Told how far it is: done, total.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<FetchedFiles> FetchAsync(string folder, IReadOnlyList<string> names, string target, Action<long, long> onBytes, CancellationToken cancellationToken)
    {
        using var transfer = new Transfer(target, algorithm, onBytes) { KeepsModes = KeepsModes, Called = Called, MostBytes = MostBytes, Asked = names.ToHashSet(StringComparer.Ordinal) };
        var call = new ScriptCall("fetch", folder, tool)
        {
            Data = NameList.Of(names),
            OnLine = (line, reader, token) => transfer.TakeAsync(line, reader, tool != "none", token),
        };
        var answered = await session.CallAsync(call, cancellationToken);
        if (!answered.TryGet(out var reply, out var faults))
        {
            transfer.Faults.AddRange(transfer.GaveUp ? [] : faults);
        }
        else
        {
            transfer.Faults.AddRange(reply.Faults);
            foreach (var name in names.Where(name => !transfer.Seen.Contains(name) && reply.Faults.Count == 0))
            {
                transfer.Faults.Add(name.Contains('\uFFFD', StringComparison.Ordinal)
                    ? new Fault(FaultCatalog.RemotePathMissing, "The file has a name that is not UTF-8, and cannot be asked for") { Path = SafeText.Line(name), Try = "Rename it on the host" }
                    : new Fault(FaultCatalog.RemotePathMissing, "The file is not on the host any more") { Path = SafeText.Line(name) });
            }
        }

        return new FetchedFiles(transfer.Files, transfer.Bytes, transfer.Faults);
    }

    /// <summary>Where a name of the host is kept here. Every part of it must be an ordinary one: no way up, no root, no drive.</summary>
    /// <returns>The path; null when there is none.</returns>
    public static string? LocalPath(string target, string name)
    {
        var parts = name.Split('/');
        var bad = parts.Any(part => part is "" or "." or ".." || part.Contains('\uFFFD', StringComparison.Ordinal) || part.Contains('\0', StringComparison.Ordinal)
            || (OperatingSystem.IsWindows() && (part.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0 || part.EndsWith('.') || part.EndsWith(' '))));
        return bad ? null : Path.Combine([target, .. parts]);
    }

    private sealed class Transfer(string target, DigestAlgorithm algorithm, Action<long, long> onBytes) : IDisposable
    {
        // One file at a time, under a name that no file of the host can have meant.
        private readonly string part = Path.Combine(target, $".rd-{RandomNumberGenerator.GetHexString(16, lowercase: true)}.part");

        // Between the end of its writing and its move to its place, nobody holds such a file.
        private static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);
        private bool swept;

        public bool KeepsModes { get; init; }

        public string? Called { get; init; }

        public required long MostBytes { get; init; }

        public required IReadOnlySet<string> Asked { get; init; }

        /// <summary>True when this side ended the transfer, which needs no second word about the answer.</summary>
        public bool GaveUp { get; private set; }

        public Dictionary<string, (string Path, ContentDigest Digest)> Files { get; } = new(StringComparer.Ordinal);

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);

        public List<Fault> Faults { get; } = [];

        public long Bytes { get; private set; }

        public async Task TakeAsync(string line, ReplyReader reader, bool hashes, CancellationToken cancellationToken)
        {
            var listing = await AuditListing.ReadAsync(reader, hashes, line, cancellationToken);
            if (listing is null || await reader.TextAsync(cancellationToken) != "data" || !listing.Order.All(Asked.Contains))
            {
                throw GiveUp(Auditor.Inconsistent(), null);
            }

            // A lying host may overflow the sum.
            var total = listing.Files.Values.Aggregate(0L, (sum, file) => sum > long.MaxValue - file.Size ? long.MaxValue : sum + file.Size);
            if (NoRoom(listing, total) is { } fault)
            {
                throw GiveUp(fault, null);
            }

            foreach (var name in listing.Order)
            {
                Seen.Add(name);
                await ReadFileAsync(reader, name, (listing.Files[name], hashes), cancellationToken);
                onBytes(Bytes, total);
            }
        }

        private async Task ReadFileAsync(ReplyReader reader, string name, (AuditedFile File, bool Hashed) audited, CancellationToken cancellationToken)
        {
            var file = audited.File;
            if (audited.Hashed && file.Digest is null)
            {
                // The host cannot read it, and sends nothing of it.
                Faults.Add(new Fault(FaultCatalog.RemotePathMissing, "The file may not be read on the host") { Path = SafeText.Line(name), Try = "Correct its mode or owner there" });
                return;
            }

            if (LocalPath(target, Called ?? name) is not { } path)
            {
                Faults.Add(new Fault(FaultCatalog.FetchedFileDiffers, "A file of the host has a name that cannot be kept here; it was left out") { Path = SafeText.Line(name) });
                await reader.CopyAsync(file.Size, Stream.Null, cancellationToken);
                return;
            }

            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var hash = IncrementalHash.CreateHash(FileHasher.NameOf(algorithm));
                await using (var output = new FileStream(part, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    SweepOnce();
                    await using var hashing = new HashingStream(output, hash);
                    await reader.CopyAsync(file.Size, hashing, cancellationToken);
                }

                Bytes += file.Size;
                Keep(name, path, file, new ContentDigest(hash.GetHashAndReset()));
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not EndOfStreamException)
            {
                throw GiveUp(new Fault(FaultCatalog.CannotWriteHere, "A fetched file cannot be written here") { Path = path, Found = SafeText.Line(exception.Message, 300), Try = "Free space, or correct permissions" }, exception);
            }
        }

        // The answer is read no further; why stands in the faults.
        private InvalidDataException GiveUp(Fault fault, Exception? why)
        {
            GaveUp = true;
            Faults.Add(fault);
            return new InvalidDataException("The answer was given up.", why);
        }

        // Sparse files have all their bytes here: a host that claims many must not fill this disk before anybody notices.
        private Fault? NoRoom(AuditListing listing, long total)
        {
            if (total > MostBytes)
            {
                return new Fault(FaultCatalog.ResultsUnreadable, "The files are too large to be brought here") { Expected = $"at most {Amount.Bytes(MostBytes)}", Found = Amount.Bytes(total), Try = "Let the suite write less, or make them artifacts" };
            }

            try
            {
                Directory.CreateDirectory(target);
                var free = new DriveInfo(Path.GetFullPath(target, target)).AvailableFreeSpace;
                return total <= free || total - listing.Order.Sum(Replaced) <= free ? null : new Fault(FaultCatalog.CannotWriteHere, "There is not enough space here for what the host has") { Path = target, Expected = $"{Amount.Bytes(total)} free", Found = Amount.Bytes(free), Try = "Free space, or fetch less" };
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                // Whoever cannot say how much is free finds out by writing.
                return null;
            }
        }

        private long Replaced(string name) => LocalPath(target, Called ?? name) is { } path && new FileInfo(path) is { Exists: true } file ? file.Length : 0;

        // What runs left here that were killed: nobody holds those files, and they are older than this one.
        private void SweepOnce()
        {
            if (swept)
            {
                return;
            }

            swept = true;
            var now = File.GetLastWriteTimeUtc(part);
            foreach (var left in Directory.EnumerateFiles(target, ".rd-????????????????.part").Where(left => left != part && now - File.GetLastWriteTimeUtc(left) > Settled))
            {
                try
                {
                    using var held = new FileStream(left, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
                }
                catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
                {
                    // Another run is at work on it.
                }
            }
        }

        private void Keep(string name, string path, AuditedFile file, ContentDigest found)
        {
            if (file.Digest is { } expected && expected != found)
            {
                Faults.Add(new Fault(FaultCatalog.FetchedFileDiffers, "A fetched file differs from what the host computed") { Path = SafeText.Line(name), Expected = expected.ToString(), Found = found.ToString(), Try = "Run again when the host does not write to it any more" });
                return;
            }

            if (KeepsModes)
            {
                Imitate(file);
            }

            File.Move(part, path, overwrite: true);
            Files[name] = (path, found);
        }

        private void Imitate(AuditedFile file)
        {
            var seconds = Math.Clamp(file.Modified, DateTimeOffset.UnixEpoch.AddYears(-200).ToUnixTimeSeconds(), DateTimeOffset.UnixEpoch.AddYears(400).ToUnixTimeSeconds());
            File.SetLastWriteTimeUtc(part, DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(part, (UnixFileMode)(file.Mode & Permissions));
            }
        }

        public void Dispose()
        {
            try
            {
                File.Delete(part);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // There is nothing to delete where nothing could be written.
            }
        }
    }
}
