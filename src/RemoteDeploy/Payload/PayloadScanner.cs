using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Payload;

/// <summary>Lists and hashes what is to be shipped.</summary>
public static class PayloadScanner
{
    /// <summary>Scans a folder: lists it and hashes every file.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="algorithm">The digest.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The snapshot, or RD0013 to RD0017 for all that is wrong with it.</returns>
    public static Task<Attempt<PayloadSnapshot>> ScanAsync(string folder, DigestAlgorithm algorithm, CancellationToken cancellationToken) =>
        List(folder).TryGet(out var listing, out var faults)
            ? listing.HashAsync(algorithm, cancellationToken)
            : Task.FromResult(Attempt<PayloadSnapshot>.Failed(faults));

    /// <summary>Lists a folder without reading files.</summary>
    internal static Attempt<PayloadListing> List(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new Fault(FaultCatalog.PayloadMissing, File.Exists(folder) ? "The payload is a file, not a folder" : "The payload folder does not exist")
            {
                Path = folder,
                Try = "Build or publish first, and check the path",
            };
        }

        var real = Real(folder);
        var scan = new PayloadListing(real);
        scan.AddFolder(new DirectoryInfo(real), ".", isGiven: true);
        if (scan.Faults.Count == 0 && !scan.Entries.Any(entry => entry.Kind == EntryKind.File))
        {
            scan.Faults.Add(new Fault(FaultCatalog.PayloadEmpty, "The payload folder holds no file") { Path = folder });
        }

        return scan.Faults.Count > 0 ? Attempt<PayloadListing>.Failed(scan.Faults) : scan;
    }

    /// <summary>Scans single files and folders for a put: each arrives under its own name.</summary>
    internal static Task<Attempt<PayloadSnapshot>> ScanSourcesAsync(IReadOnlyList<string> sources, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var scan = new PayloadListing("/");
        scan.Entries.Add(new ManifestEntry(EntryKind.Folder, ".", Convert.ToInt32("755", 8)));
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
            if (LeadsNowhere(source) is { } target)
            {
                scan.Faults.Add(new Fault(FaultCatalog.PayloadMissing, "The source is a link that leads nowhere") { Path = SafeText.Line(source), Found = SafeText.Line(target, 300) });
            }
            else if (!names.TryAdd(name, Real(source)))
            {
                scan.Faults.Add(new Fault(FaultCatalog.NameCollision, $"Two sources are called '{SafeText.Line(name)}'") { Path = SafeText.Line(source), Expected = "different names", Found = SafeText.Line(names[name]) });
            }
            else if (Directory.Exists(source))
            {
                scan.AddFolder(new DirectoryInfo(names[name]), name, isGiven: true);
            }
            else if (File.Exists(source))
            {
                scan.AddFile(new FileInfo(names[name]), name);
            }
            else
            {
                scan.Faults.Add(new Fault(FaultCatalog.PayloadMissing, "The source does not exist") { Path = SafeText.Line(source) });
            }
        }

        scan.Sources = names;
        return scan.Faults.Count > 0
            ? Task.FromResult(Attempt<PayloadSnapshot>.Failed(scan.Faults))
            : scan.HashAsync(algorithm, cancellationToken);
    }

    // A payload or source that is given by a link is what the link points at: its mode, and its changes while it is sent.
    private static string Real(string path)
    {
        var plain = Path.TrimEndingDirectorySeparator(path);
        FileSystemInfo info = Directory.Exists(plain) ? new DirectoryInfo(plain) : new FileInfo(plain);
        return info.LinkTarget is null ? path : info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }

    // Where a link leads that has no end, or none that is there.
    private static string? LeadsNowhere(string path)
    {
        var link = new FileInfo(Path.TrimEndingDirectorySeparator(path));
        if (link.LinkTarget is not { } target)
        {
            return null;
        }

        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) is { } end && !Path.Exists(end.FullName) ? $"a link to {target}" : null;
        }
        catch (IOException exception)
        {
            return exception.Message;
        }
    }

    internal static Fault Unreadable(string path, Exception exception) => new(FaultCatalog.PayloadUnreadable, "A payload file or folder cannot be read")
    {
        Path = SafeText.Line(path),
        Found = SafeText.Line(exception.Message, 300),
    };
}
