namespace RemoteDeploy.Payload;

/// <summary>What an entry of a payload is.</summary>
public enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link that stays inside the payload.</summary>
    Link,
}
