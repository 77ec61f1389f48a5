using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Payload;

/// <summary>Lists and hashes what is to be shipped.</summary>
public static class PayloadScanner
{
    private const int MaxNameBytes = 255;
    private const int MaxPathBytes = 4000;

    /// <summary>Scans a folder.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="algorithm">The digest.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The snapshot, or RD0013 to RD0017 for all that is wrong with it.</returns>
    public static Task<Attempt<PayloadSnapshot>> ScanAsync(string folder, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return Task.FromResult<Attempt<PayloadSnapshot>>(new Fault(FaultCatalog.PayloadMissing, File.Exists(folder) ? "The payload is a file, not a folder" : "The payload folder does not exist")
            {
                Path = folder,
                Try = "Build or publish first, and check the path",
            });
        }

        var scan = new Scan(folder);
        scan.AddFolder(new DirectoryInfo(folder), ".");
        if (scan.Faults.Count == 0 && !scan.Entries.Any(entry => entry.Kind == EntryKind.File))
        {
            scan.Faults.Add(new Fault(FaultCatalog.PayloadEmpty, "The payload folder holds no file") { Path = folder });
        }

        return FinishAsync(scan, algorithm, cancellationToken);
    }

    /// <summary>Scans single files and folders for a put: each arrives under its own name.</summary>
    internal static Task<Attempt<PayloadSnapshot>> ScanSourcesAsync(IReadOnlyList<string> sources, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var scan = new Scan("/");
        scan.Entries.Add(new ManifestEntry(EntryKind.Folder, ".", Convert.ToInt32("755", 8)));
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
            if (!names.TryAdd(name, source))
            {
                scan.Faults.Add(new Fault(FaultCatalog.NameCollision, $"Two sources are called '{SafeText.Line(name)}'") { Path = SafeText.Line(source), Expected = "different names", Found = SafeText.Line(names[name]) });
            }
            else if (Directory.Exists(source))
            {
                scan.AddFolder(new DirectoryInfo(source), name);
            }
            else if (File.Exists(source))
            {
                scan.AddFile(new FileInfo(source), name);
            }
            else
            {
                scan.Faults.Add(new Fault(FaultCatalog.PayloadMissing, "The source does not exist") { Path = SafeText.Line(source) });
            }
        }

        scan.Sources = names;
        return FinishAsync(scan, algorithm, cancellationToken);
    }

    private static async Task<Attempt<PayloadSnapshot>> FinishAsync(Scan scan, DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        if (scan.Faults.Count > 0)
        {
            return Attempt<PayloadSnapshot>.Failed(scan.Faults);
        }

        var hashed = await FileHasher.HashAsync(scan.Entries, scan.Locate, algorithm, cancellationToken);
        return hashed.TryGet(out var result, out var faults)
            ? new PayloadSnapshot(scan.Root, new Manifest(algorithm, result.Entries), result.Stamps, scan.Locate)
            : Attempt<PayloadSnapshot>.Failed(faults);
    }

    private sealed class Scan(string root)
    {
        public string Root { get; } = root;

        public List<ManifestEntry> Entries { get; } = [];

        public List<Fault> Faults { get; } = [];

        public IReadOnlyDictionary<string, string>? Sources { get; set; }

        // A put's sources stand anywhere: the first part of the path names the source.
        public string Locate(string path)
        {
            if (Sources is null)
            {
                return path == "." ? Root : Path.Combine(Root, path);
            }

            var slash = path.IndexOf('/', StringComparison.Ordinal);
            return slash < 0 ? Sources.GetValueOrDefault(path, Root) : Path.Combine(Sources[path[..slash]], path[(slash + 1)..]);
        }

        public void AddFolder(DirectoryInfo folder, string path)
        {
            try
            {
                Entries.Add(new ManifestEntry(EntryKind.Folder, path, ModeOf(folder)) { Modified = SecondsOf(folder) });
                foreach (var child in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, MatchType = MatchType.Simple }))
                {
                    Add(child, path == "." ? child.Name : $"{path}/{child.Name}");
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Faults.Add(Unreadable(path, exception));
            }
        }

        public void AddFile(FileInfo file, string path)
        {
            if (file.Length == 0 && !SpecialFile.IsRegular(file.FullName))
            {
                Faults.Add(new Fault(FaultCatalog.PayloadUnsupported, "Neither a file nor a folder nor a link: it cannot be shipped") { Path = SafeText.Line(path), Try = "Remove it from the payload" });
                return;
            }

            Entries.Add(new ManifestEntry(EntryKind.File, path, ModeOf(file)) { Size = file.Length, Modified = SecondsOf(file) });
        }

        private void Add(FileSystemInfo child, string path)
        {
            if (NameFault(child.Name, path) is { } fault)
            {
                Faults.Add(fault);
            }
            else if (child.LinkTarget is { } target)
            {
                AddLink(path, target);
            }
            else if (child is DirectoryInfo folder)
            {
                AddFolder(folder, path);
            }
            else
            {
                AddFile((FileInfo)child, path);
            }
        }

        private void AddLink(string path, string target)
        {
            if (!StaysInside(path, target))
            {
                Faults.Add(new Fault(FaultCatalog.PayloadUnsupported, "A symbolic link leads out of the payload") { Path = SafeText.Line(path), Found = SafeText.Line(target), Try = "Replace the link by what it points at" });
                return;
            }

            Entries.Add(new ManifestEntry(EntryKind.Link, path, 0) { Target = target });
        }

        private static bool StaysInside(string path, string target)
        {
            if (target.Length == 0 || Path.IsPathRooted(target))
            {
                return false;
            }

            var depth = path.Count(character => character == '/');
            foreach (var part in target.Split('/'))
            {
                depth += part switch { "" or "." => 0, ".." => -1, _ => 1 };
                if (depth < 0)
                {
                    return false;
                }
            }

            return true;
        }

        private static Fault? NameFault(string name, string path)
        {
            if (name.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return new Fault(FaultCatalog.BadFileName, "A file name is not valid UTF-8") { Path = SafeText.Line(path), Found = Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)), Try = "Rename the file" };
            }

            var (nameBytes, pathBytes) = (Encoding.UTF8.GetByteCount(name), Encoding.UTF8.GetByteCount(path));
            return nameBytes > MaxNameBytes || pathBytes > MaxPathBytes
                ? new Fault(FaultCatalog.BadFileName, "A path is too long for hosts") { Path = SafeText.Line(path, 300), Expected = $"at most {MaxNameBytes} bytes a name and {MaxPathBytes} bytes a path", Found = $"{nameBytes} and {pathBytes}" }
                : null;
        }
    }

    internal static Fault Unreadable(string path, Exception exception) => new(FaultCatalog.PayloadUnreadable, "A payload file or folder cannot be read")
    {
        Path = SafeText.Line(path),
        Found = SafeText.Line(exception.Message, 300),
    };

    private static int ModeOf(FileSystemInfo info) => OperatingSystem.IsWindows()
        ? Convert.ToInt32(info is DirectoryInfo ? "755" : "644", 8)
        : (int)info.UnixFileMode;

    private static long SecondsOf(FileSystemInfo info) => new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeSeconds();
}
