namespace RemoteDeploy.Reporting;

/// <summary>How a release was verified.</summary>
public enum VerifiedHow
{
    /// <summary>The host read every file in this run and its digest was compared.</summary>
    Recomputed,

    /// <summary>Some or all files were verified by an earlier run and not written since, as the host's file system records; they were not read again.</summary>
    Recorded,
}
