using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace RemoteDeploy.TestSupport.Payloads;

/// <summary>What a folder held at one moment: names, kinds, bytes (by SHA-256), modes, links and times of files in whole seconds.</summary>
public sealed class FolderSnapshot
{
    private readonly SortedDictionary<string, SnapshotEntry> entries;

    private FolderSnapshot(SortedDictionary<string, SnapshotEntry> entries) => this.entries = entries;

    /// <summary>Relative paths, with slashes, in ordinal order.</summary>
    public IReadOnlyCollection<string> Paths => entries.Keys;

    /// <summary>One entry by its relative path.</summary>
    public SnapshotEntry this[string path] => entries[path];

    /// <summary>Reads a folder, which may be given by a symbolic link.</summary>
    public static FolderSnapshot Of(string folder)
    {
        var found = new SortedDictionary<string, SnapshotEntry>(StringComparer.Ordinal);
        Read(folder, "", found);
        return new FolderSnapshot(found);
    }

    /// <summary>Passes when both hold the same; else fails with one line for each difference.</summary>
    /// <param name="expected">What is asked for.</param>
    /// <param name="actual">What was found.</param>
    public static void AssertSame(FolderSnapshot expected, FolderSnapshot actual)
    {
        var differences = expected.DifferencesTo(actual);
        if (differences.Count > 0)
        {
            Assert.Fail($"The folders differ in {differences.Count} places:\n" + string.Join('\n', differences.Take(50)));
        }
    }

    /// <summary>One line for each difference; none when both are the same.</summary>
    public IReadOnlyList<string> DifferencesTo(FolderSnapshot actual) =>
    [
        .. entries.Keys.Union(actual.entries.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => Difference(path, entries.GetValueOrDefault(path), actual.entries.GetValueOrDefault(path)))
            .OfType<string>(),
    ];

    private static string? Difference(string path, SnapshotEntry? expected, SnapshotEntry? actual) => (expected, actual) switch
    {
        _ when expected == actual => null,
        (not null, null) => $"  missing:   {Show(path)} ({expected})",
        (null, not null) => $"  not asked: {Show(path)} ({actual})",
        _ => $"  differs:   {Show(path)}: expected {expected}, found {actual}",
    };

    private static string Show(string path) =>
        string.Concat(path.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? $"\\x{rune.Value:x2}" : rune.ToString()));

    private static void Read(string folder, string prefix, SortedDictionary<string, SnapshotEntry> found)
    {
        foreach (var info in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }))
        {
            var path = prefix + info.Name;
            found.Add(path, Entry(info));
            if (info is DirectoryInfo && info.LinkTarget is null)
            {
                Read(info.FullName, path + "/", found);
            }
        }
    }

    private static SnapshotEntry Entry(FileSystemInfo info)
    {
        if (info.LinkTarget is { } target)
        {
            return new SnapshotEntry(EntryKind.Link, "", "", null, target);
        }

        var mode = OperatingSystem.IsWindows() ? "" : Convert.ToString((int)info.UnixFileMode, 8).PadLeft(4, '0');
        if (info is not FileInfo file)
        {
            return new SnapshotEntry(EntryKind.Folder, mode, "", null, null);
        }

        using var stream = file.OpenRead();
        var content = string.Create(CultureInfo.InvariantCulture, $"{file.Length} bytes {Convert.ToHexStringLower(SHA256.HashData(stream))[..16]}");
        var modified = DateTimeOffset.FromUnixTimeSeconds(new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeSeconds());
        return new SnapshotEntry(EntryKind.File, mode, content, modified, null);
    }
}
