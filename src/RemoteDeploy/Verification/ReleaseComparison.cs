using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Verification;

/// <summary>Manifest against what the host recomputed.</summary>
/// <param name="Faults">One for each entry that is not as it should be.</param>
/// <param name="Resend">Files whose content is wrong or missing.</param>
internal sealed record ReleaseComparison(IReadOnlyList<Fault> Faults, IReadOnlyList<ManifestEntry> Resend)
{
    /// <summary>Files that were accepted unread: copies that this run ordered, of files that the host knows by their record.</summary>
    public int KnownCopies { get; private init; }

    /// <summary>True when the host has exactly the manifest.</summary>
    public bool Holds => Faults.Count == 0;

    /// <summary>Compares; every entry of the manifest must be there as it is, and nothing else.</summary>
    /// <param name="manifest">What must be there.</param>
    /// <param name="listing">What is.</param>
    /// <param name="ordered">Files that need not have been read where the host says so: nothing else passes without its digest.</param>
    public static ReleaseComparison Of(Manifest manifest, AuditListing listing, IReadOnlySet<string>? ordered = null)
    {
        bool IsOrdered(ManifestEntry entry) => ordered?.Contains(entry.Path) == true;
        var faults = new List<Fault>();
        var resend = new List<ManifestEntry>();
        foreach (var entry in manifest.Entries)
        {
            switch (entry.Kind)
            {
                case EntryKind.File: CompareFile(entry, listing, IsOrdered(entry), (faults, resend)); break;
                case EntryKind.Folder: CompareFolder(entry, listing, faults); break;
                default: CompareLink(entry, listing, faults); break;
            }
        }

        Collisions.Name(faults, manifest);
        var known = manifest.Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        faults.AddRange(listing.Files.Keys.Concat(listing.Folders.Keys).Concat(listing.Links.Keys).Concat(listing.Others)
            .Where(path => !known.Contains(path))
            .Order(StringComparer.Ordinal)
            .Select(path => New(FaultCatalog.UnexpectedFile, "The host has something that the payload does not have", path)));
        return new ReleaseComparison(faults, resend)
        {
            KnownCopies = manifest.Files.Count(entry => IsOrdered(entry) && listing.Files.TryGetValue(entry.Path, out var file) && file.IsKnownCopy),
        };
    }

    private static void CompareFile(ManifestEntry entry, AuditListing listing, bool isOrdered, (List<Fault> Faults, List<ManifestEntry> Resend) found)
    {
        var (faults, resend) = found;
        if (!listing.Files.TryGetValue(entry.Path, out var file))
        {
            faults.Add(Absent(entry, "file", listing));
            resend.Add(entry);
            return;
        }

        var isContent = isOrdered && file.IsKnownCopy ? file.Digest is null : file.Digest == entry.Digest;
        if (!isContent || file.Size != entry.Size)
        {
            faults.Add(New(FaultCatalog.DigestDiffers, "A file on the host differs", entry.Path) with
            {
                Expected = Describe(entry.Digest, entry.Size),
                Found = file.Digest is { } digest ? Describe(digest, file.Size) : file.IsKnownCopy ? $"a file of {file.Size} bytes that the host did not read" : "a file that cannot be read there",
            });
            resend.Add(entry);
        }
        else if (file.Mode != entry.Mode)
        {
            // Sent again like wrong content: its mode travels with it, and it is not taken from a damaged release.
            faults.Add(ModeDiffers(entry, file.Mode));
            resend.Add(entry);
        }
    }

    private static void CompareFolder(ManifestEntry entry, AuditListing listing, List<Fault> faults)
    {
        if (!listing.Folders.TryGetValue(entry.Path, out var mode))
        {
            faults.Add(Absent(entry, "folder", listing));
        }
        else if (mode != entry.Mode)
        {
            faults.Add(ModeDiffers(entry, mode));
        }
    }

    private static void CompareLink(ManifestEntry entry, AuditListing listing, List<Fault> faults)
    {
        if (!listing.Links.TryGetValue(entry.Path, out var target))
        {
            faults.Add(Absent(entry, "link", listing));
        }
        else if (target != entry.Target)
        {
            faults.Add(New(FaultCatalog.EntryDiffers, "A link points elsewhere", entry.Path) with { Expected = SafeText.Line(entry.Target), Found = SafeText.Line(target) });
        }
    }

    // Missing, or something of another kind has its name.
    private static Fault Absent(ManifestEntry entry, string kind, AuditListing listing)
    {
        var found = listing.Files.ContainsKey(entry.Path) ? "a file"
            : listing.Folders.ContainsKey(entry.Path) ? "a folder"
            : listing.Links.ContainsKey(entry.Path) ? "a link"
            : listing.Others.Contains(entry.Path, StringComparer.Ordinal) ? "a pipe, socket or device"
            : null;
        return found is null
            ? New(FaultCatalog.FileMissing, $"A {kind} is missing on the host", entry.Path)
            : New(FaultCatalog.EntryDiffers, "Something else stands in its place on the host", entry.Path) with { Expected = $"a {kind}", Found = found };
    }

    private static Fault ModeDiffers(ManifestEntry entry, int found) =>
        New(FaultCatalog.EntryDiffers, "The mode differs on the host", entry.Path) with { Expected = Convert.ToString(entry.Mode, 8), Found = Convert.ToString(found, 8) };

    private static string Describe(ContentDigest digest, long size) => $"{digest} ({size} bytes)";

    private static Fault New(FaultCode code, string message, string path) => new(code, message) { Path = SafeText.Line(path), Phase = Phase.Verify };
}
