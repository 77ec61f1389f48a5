namespace RemoteDeploy.Payload;

/// <summary>One file, folder or link of a payload.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">Path below the payload with <c>/</c>; <c>.</c> is the payload folder itself.</param>
/// <param name="Mode">Permission bits, such as octal 755; 0 for links, which have none of their own.</param>
public sealed record ManifestEntry(EntryKind Kind, string Path, int Mode)
{
    /// <summary>Length in bytes; 0 for folders and links.</summary>
    public long Size { get; init; }

    /// <summary>Time of the last write, whole seconds since 1970 (UTC); 0 for links.</summary>
    public long Modified { get; init; }

    /// <summary>Digest of the content; default for folders and links.</summary>
    public ContentDigest Digest { get; init; }

    /// <summary>What a link points at; null for files and folders.</summary>
    public string? Target { get; init; }
}
