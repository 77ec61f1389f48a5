namespace RemoteDeploy.Reporting;

/// <summary>The stage a host is in, in the order of the data's way.</summary>
public enum Phase
{
    /// <summary>Waiting for a free place among <c>--forks</c>.</summary>
    Waiting,

    /// <summary>Connecting and authenticating.</summary>
    Connect,

    /// <summary>Finding out what the host is and has.</summary>
    Probe,

    /// <summary>Taking the lock and listing the releases that are there.</summary>
    Lock,

    /// <summary>Moving what is missing.</summary>
    Copy,

    /// <summary>Recomputing digests on the host.</summary>
    Verify,

    /// <summary>Switching <c>current</c>.</summary>
    Activate,

    /// <summary>Running a command or a suite.</summary>
    Run,

    /// <summary>Bringing results or files back.</summary>
    Collect,

    /// <summary>Nothing more to do.</summary>
    Done,
}
