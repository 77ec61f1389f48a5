namespace RemoteDeploy.TestSupport.Payloads;

/// <summary>One file, folder or link of a <see cref="FolderSnapshot"/>.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Octal permissions such as 0644; empty for links and on Windows.</param>
/// <param name="Content">Size and digest of a file; else empty.</param>
/// <param name="Modified">When a file was written, in whole seconds; null for folders and links.</param>
/// <param name="Target">What a link says.</param>
public sealed record SnapshotEntry(EntryKind Kind, string Mode, string Content, DateTimeOffset? Modified, string? Target)
{
    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        EntryKind.Link => $"link to {Target}",
        EntryKind.Folder => $"folder {Mode}",
        _ => $"file {Mode}, {Content}, {Modified:u}",
    };
}
