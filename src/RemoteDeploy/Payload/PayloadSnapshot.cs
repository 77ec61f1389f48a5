using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Payload;

/// <summary>A payload folder as it was when it was hashed. What is sent must still be this.</summary>
public sealed class PayloadSnapshot
{
    private readonly IReadOnlyDictionary<string, FileStamp> stamps;

    private readonly Func<string, string> locate;

    internal PayloadSnapshot(string folder, Manifest manifest, IReadOnlyDictionary<string, FileStamp> stamps, Func<string, string> locate)
    {
        this.locate = locate;
        Folder = folder;
        Manifest = manifest;
        this.stamps = stamps;
    }

    /// <summary>The folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>What is in it.</summary>
    public Manifest Manifest { get; }

    /// <summary>Where an entry is on this machine.</summary>
    public string PathOf(ManifestEntry entry) => locate(entry.Path);

    /// <summary>Looks whether any file was written, removed or replaced since it was hashed, and names at most ten.</summary>
    public IReadOnlyList<Fault> FindChanges() => [.. Manifest.Files
        .Where(HasChanged)
        .Take(10)
        .Select(entry => new Fault(FaultCatalog.SourceChanged, "A payload file changed on this machine while it was sent")
        {
            Path = SafeText.Line(entry.Path),
            Try = "Let builds end before deploying",
        })];

    private bool HasChanged(ManifestEntry entry)
    {
        var now = FileStamp.Of(PathOf(entry));
        if (!stamps.TryGetValue(entry.Path, out var stamp) || (now.Length, now.Ticks) != (stamp.Length, stamp.Ticks))
        {
            return true;
        }

        if (now.Changed == stamp.Changed)
        {
            return false;
        }

        // A new mode or a link from a backup changes it as well: only its bytes tell whether somebody wrote to it and put the time back.
        try
        {
            return FileHasher.HashFile(PathOf(entry), Manifest.Algorithm, CancellationToken.None).Digest != entry.Digest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Length and times of a file when it was hashed.</summary>
    [System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
    internal readonly record struct FileStamp(long Length, long Ticks, long Changed)
    {
        /// <summary>The stamp of a file; default when it is gone.</summary>
        public static FileStamp Of(string path)
        {
            var info = new FileInfo(path);
            return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc.Ticks, ChangeTime.Of(path)) : new FileStamp(-1, 0, 0);
        }
    }
}
