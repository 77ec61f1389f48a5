namespace RemoteDeploy.Reporting;

/// <summary>How a run ended on one host. In JSON: the name in camel case.</summary>
public enum HostOutcome
{
    /// <summary>The host was not reached by the run: something before it failed.</summary>
    NotRun,

    /// <summary>Everything asked for was done (verbs without an outcome of their own: doctor, exec, put, get, plan).</summary>
    Ok,

    /// <summary>The release is verified and is now the active one; it was not before.</summary>
    Activated,

    /// <summary>The release was already there and active; it was verified and nothing was sent or switched.</summary>
    Unchanged,

    /// <summary>The release is verified on the host but not active, because other hosts failed.</summary>
    Staged,

    /// <summary>An earlier release is active again.</summary>
    RolledBack,

    /// <summary>Every byte of the active release is as its receipt says.</summary>
    Verified,

    /// <summary>Every suite passed.</summary>
    Passed,

    /// <summary>Something failed on a host that was reached: a step, a command, a test, its results.</summary>
    Failed,

    /// <summary>The host could not be reached or logged in to, or the connection was lost.</summary>
    Unreachable,

    /// <summary>Bytes on the host are not what they should be.</summary>
    Mismatch,

    /// <summary>Another run holds the host.</summary>
    Locked,

    /// <summary>A deadline passed.</summary>
    TimedOut,

    /// <summary>The run was cancelled before the host was done.</summary>
    Cancelled,
}
