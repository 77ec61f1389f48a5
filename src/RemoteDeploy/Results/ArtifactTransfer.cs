using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>
/// Brings files whose digests the host has told, and goes on with those of which a part is here. What the host sends is believed in
/// nothing: names and sizes are this side's, and a file gets its own name only after its digest was found right.
/// </summary>
/// <param name="session">Session with the host.</param>
/// <param name="ground">Where the files are there.</param>
/// <param name="target">Folder here.</param>
/// <param name="onBytes">Told how far it is: done, total.</param>
internal sealed class ArtifactTransfer(HostSession session, SuiteGround ground, string target, Action<long, long> onBytes)
{
    private const string Unreadable = "it may not be read there";
    private const string Changed = "it was changed while it was being brought";
    private readonly List<LeftArtifact> left = [];
    private readonly List<Fault> faults = [];
    private IReadOnlyDictionary<string, AuditedFile> wanted = new Dictionary<string, AuditedFile>(StringComparer.Ordinal);
    private long total;
    private long done;
    private bool gaveUp;

    /// <summary>What could not be brought.</summary>
    public IReadOnlyList<LeftArtifact> LeftOut => left;

    /// <summary>Bytes of content that came.</summary>
    public long Bytes { get; private set; }

    /// <summary>Brings what is not here.</summary>
    /// <param name="names">The files; their names can be kept here, and there is room for their sizes.</param>
    /// <param name="listing">Their sizes and digests.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What went wrong; what has come by then is kept.</returns>
    public async Task<IReadOnlyList<Fault>> BringAsync(IReadOnlyList<string> names, AuditListing listing, CancellationToken cancellationToken)
    {
        wanted = names.ToDictionary(name => name, name => listing.Files[name], StringComparer.Ordinal);
        left.AddRange(wanted.Where(file => file.Value.Digest is null).Select(file => new LeftArtifact(file.Key, file.Value.Size, Unreadable)));
        try
        {
            Directory.CreateDirectory(target);
            var missing = names.Where(name => wanted[name].Digest is not null && !IsHere(name, cancellationToken)).ToList();
            total = missing.Sum(name => wanted[name].Size);
            var begun = missing.ToLookup(name => PartialFile.SizeOf(target, wanted[name].Digest!.Value) is > 0 and var size && size <= wanted[name].Size);
            foreach (var name in begun[true])
            {
                await FetchAsync([name], PartialFile.SizeOf(target, wanted[name].Digest!.Value), cancellationToken);
            }

            await FetchAsync([.. begun[false]], 0, cancellationToken);
            if (faults.Count == 0)
            {
                RemoveParts();
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            faults.Add(CannotWrite(target, exception));
        }

        return faults;
    }

    private bool IsHere(string name, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Fetcher.LocalPath(target, name)!);
        return file.Exists && file.Length == wanted[name].Size && FileHasher.HashFile(file.FullName, ground.Manifest.Algorithm, cancellationToken).Digest == wanted[name].Digest;
    }

    private async Task FetchAsync(IReadOnlyList<string> names, long offset, CancellationToken cancellationToken)
    {
        if (names.Count == 0 || faults.Count > 0)
        {
            return;
        }

        var call = new ScriptCall("fetch", ground.WorkFolder, "none", offset.ToString(CultureInfo.InvariantCulture))
        {
            Data = NameList.Of(names),
            OnLine = (line, reader, token) => TakeAsync(line, reader, (names, offset), token),
        };
        var answered = await session.StepAsync(call, cancellationToken);
        if (!answered.Succeeded && !gaveUp)
        {
            faults.AddRange(answered.Faults);
        }
    }

    private async Task TakeAsync(string line, ReplyReader reader, (IReadOnlyList<string> Names, long Offset) asked, CancellationToken cancellationToken)
    {
        var listing = await AuditListing.ReadAsync(reader, hashes: false, line, cancellationToken);
        if (listing is null || await reader.TextAsync(cancellationToken) != "data" || listing.Order.Except(asked.Names, StringComparer.Ordinal).Any())
        {
            faults.Add(Auditor.Inconsistent());
            throw GiveUp(null);
        }

        // One that is gone since is one that the suite has removed after all.
        left.AddRange(asked.Names.Where(name => !listing.Files.ContainsKey(name)).Select(name => new LeftArtifact(name, wanted[name].Size, Changed)));
        foreach (var name in listing.Order)
        {
            if (listing.Files[name].Size == wanted[name].Size)
            {
                await TakeFileAsync(reader, name, cancellationToken);
                onBytes(done, total);
            }
            else
            {
                await PassOverAsync(reader, name, listing.Files[name].Size - asked.Offset, cancellationToken);
            }
        }
    }

    // Its bytes come all the same; of one that was made longer than all that was wanted, nobody waits for the end.
    private async Task PassOverAsync(ReplyReader reader, string name, long bytes, CancellationToken cancellationToken)
    {
        left.Add(new LeftArtifact(name, wanted[name].Size, Changed));
        if (bytes > total)
        {
            faults.Add(Auditor.Inconsistent());
            throw GiveUp(null);
        }

        await reader.CopyAsync(Math.Max(0, bytes), Stream.Null, cancellationToken);
    }

    private async Task TakeFileAsync(ReplyReader reader, string name, CancellationToken cancellationToken)
    {
        var path = Fetcher.LocalPath(target, name)!;
        var file = wanted[name];
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await using var partial = await PartialFile.OpenAsync(target, (file.Digest!.Value, file.Size), ground.Manifest.Algorithm, cancellationToken);
            var missing = file.Size - partial.Size;
            var had = partial.Size;
            try
            {
                await reader.CopyAsync(missing, partial, cancellationToken);
            }
            finally
            {
                Bytes += partial.Size - had;
            }

            done += file.Size;
            await KeepAsync(partial, name, path);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException and not EndOfStreamException)
        {
            faults.Add(CannotWrite(path, exception));
            throw GiveUp(exception);
        }
    }

    private async Task KeepAsync(PartialFile partial, string name, string path)
    {
        var (expected, found) = (wanted[name].Digest!.Value, partial.Digest());
        if (found == expected)
        {
            await partial.MoveAsync(path);
            return;
        }

        await partial.DeleteAsync();
        faults.Add(new Fault(FaultCatalog.FetchedFileDiffers, "An artifact differs from what the host computed")
        {
            Path = SafeText.Line(name),
            Expected = expected.ToString(),
            Found = found.ToString(),
            Try = "End whatever writes to it before the suite ends",
        });
    }

    private void RemoveParts()
    {
        foreach (var part in Directory.GetFiles(target).Where(file => PartialFile.IsName(Path.GetFileName(file))))
        {
            File.Delete(part);
        }
    }

    // The answer is read no further; why stands in the faults already.
    private InvalidDataException GiveUp(Exception? why)
    {
        gaveUp = true;
        return new InvalidDataException("The answer was given up.", why);
    }

    private static Fault CannotWrite(string path, Exception exception) =>
        new(FaultCatalog.CannotWriteHere, "An artifact cannot be written here") { Path = path, Found = SafeText.Line(exception.Message, 300), Try = "Free space, or correct permissions" };
}
