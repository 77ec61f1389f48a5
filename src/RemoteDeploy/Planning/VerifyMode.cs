namespace RemoteDeploy.Planning;

/// <summary>What a deploy does about files that a host has verified before. Suites and <c>verify</c> always read every byte.</summary>
public enum VerifyMode
{
    /// <summary>Files that the host's file system shows to be untouched since they were verified there are not read again.</summary>
    Recorded,

    /// <summary>Every file is read and its digest recomputed.</summary>
    Full,
}
