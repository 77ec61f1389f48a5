using System.Globalization;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Observing;

/// <summary>Looks at one host from outside: what is left on it, what is under final names at any moment.</summary>
internal sealed class HostWatch(Scene scene, ShapedHost host)
{
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);
    private HashSet<string> before = [];
    private HashSet<int> processesBefore = [];
    private string keys = "";

    public ShapedHost Host => host;

    /// <summary>Final names that held neither what was there before nor what was to come, each once.</summary>
    public HashSet<string> Torn { get; } = new(StringComparer.Ordinal);

    /// <summary>Remembers what does not count as left behind.</summary>
    public void Remember()
    {
        before = [.. Temporary()];
        keys = Keys();
        processesBefore = [.. host.Processes().Keys];
    }

    /// <summary>Processes, keys, locks and temporary files that a run should have taken with it.</summary>
    public IReadOnlyList<string> Leftovers() =>
    [
        .. host.Processes().Where(process => !processesBefore.Contains(process.Key)).Select(process => $"process {process.Value}"),
        .. Temporary().Where(path => !before.Contains(path)).Select(path => $"file {path}"),
        .. string.Equals(keys, Keys(), StringComparison.Ordinal) ? (string[])[] : ["a line in authorized_keys"],
    ];

    /// <summary>Looks once at all final names.</summary>
    public void Sample()
    {
        var folder = host.Outside(scene.Activity.FinalFolder(scene));
        foreach (var (path, key) in Files(folder))
        {
            if (!seen.TryGetValue(path, out var last) || !string.Equals(last, key, StringComparison.Ordinal))
            {
                seen[path] = key;
                if (Contents.Digest(Path.Combine(folder, path)) is { } digest && !scene.Activity.IsLegal(path, digest))
                {
                    Torn.Add(path);
                }
            }
        }
    }

    // What tells states of a file apart without reading it.
    private static IEnumerable<(string Path, string Key)> Files(string folder)
    {
        var found = new List<(string, string)>();
        try
        {
            var target = new FileInfo(folder).LinkTarget ?? "";
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
            {
                if (file.LinkTarget is null)
                {
                    found.Add((Path.GetRelativePath(folder, file.FullName), string.Create(CultureInfo.InvariantCulture, $"{target} {file.Length} {file.LastWriteTimeUtc.Ticks}")));
                }
            }
        }
        catch (IOException)
        {
            // It is being replaced, or is not there (yet): the next look tells.
        }

        return found;
    }

    private IEnumerable<string> Temporary()
    {
        string[] folders = ["/tmp", "/var/tmp", "/dev/shm", "~/.ssh", "/srv/put"];
        var application = scene.Base + "/app";
        return folders.SelectMany(Entries)
            .Concat(Entries(scene.Base).Where(path => Path.GetFileName(path).StartsWith(".put-", StringComparison.Ordinal)).SelectMany(Entries))
            .Concat(Entries(application).Where(path => !Kept.Contains(Path.GetFileName(path))))
            .Concat(Entries(application + "/receipts").Where(path => Path.GetFileName(path).StartsWith('.')));
    }

    // Entries of the folder of an application that are there to stay.
    private static readonly HashSet<string> Kept = new(StringComparer.Ordinal) { "current", "releases", "receipts", "activations" };

    private IEnumerable<string> Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(host.Outside(folder)).Select(path => $"{folder}/{Path.GetFileName(path)}").Where(path => path != "/srv/put/payload")];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private string Keys()
    {
        try
        {
            return host.ReadAllText("~/.ssh/authorized_keys");
        }
        catch (IOException)
        {
            return "";
        }
    }
}
