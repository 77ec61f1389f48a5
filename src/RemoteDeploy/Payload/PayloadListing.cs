using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Payload;

/// <summary>Entries of a payload as they are found, and what is wrong with them.</summary>
internal sealed class PayloadListing(string root)
{
    private const int MaxNameBytes = 255;
    private const int MaxPathBytes = 4000;

    public string Root { get; } = root;

    /// <summary>What was found, without digests.</summary>
    public List<ManifestEntry> Entries { get; } = [];

    public List<Fault> Faults { get; } = [];

    public IReadOnlyDictionary<string, string>? Sources { get; set; }

    /// <summary>Hashes every file.</summary>
    public async Task<Attempt<PayloadSnapshot>> HashAsync(DigestAlgorithm algorithm, CancellationToken cancellationToken)
    {
        var hashed = await FileHasher.HashAsync(Entries, Locate, algorithm, cancellationToken);
        return hashed.TryGet(out var result, out var faults)
            ? new PayloadSnapshot(Root, new Manifest(algorithm, result.Entries), result.Stamps, Locate)
            : Attempt<PayloadSnapshot>.Failed(faults);
    }

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

    public void AddFolder(DirectoryInfo folder, string path, bool isGiven = false)
    {
        try
        {
            Entries.Add(new ManifestEntry(EntryKind.Folder, path, ModeOf(folder)) { Modified = SecondsOf(folder) });
            foreach (var child in folder.EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, MatchType = MatchType.Simple }))
            {
                // What the tool itself keeps in the folder that it is called from.
                if (!isGiven || child.Name != EngineOptions.OwnFolder)
                {
                    Add(child, path == "." ? child.Name : $"{path}/{child.Name}");
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Faults.Add(PayloadScanner.Unreadable(path, exception));
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

    private static int ModeOf(FileSystemInfo info) => OperatingSystem.IsWindows()
        ? Convert.ToInt32(info is DirectoryInfo ? "755" : "644", 8)
        : (int)info.UnixFileMode;

    private static long SecondsOf(FileSystemInfo info) => new DateTimeOffset(info.LastWriteTimeUtc).ToUnixTimeSeconds();
}
