namespace RemoteDeploy.TestSupport.Payloads;

/// <summary>What an entry of a folder is.</summary>
public enum EntryKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    Link,
}
