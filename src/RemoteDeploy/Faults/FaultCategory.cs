namespace RemoteDeploy.Faults;

/// <summary>Whose fault it is. The first digit of a code gives the category; the category gives the exit code of the tool.</summary>
public enum FaultCategory
{
    /// <summary>RD0xxx: usage, configuration, this machine. Exit code 64.</summary>
    Usage = 0,

    /// <summary>RD1xxx: a host cannot be reached or used. Exit code 21.</summary>
    Infrastructure = 1,

    /// <summary>RD2xxx: bytes are not what they should be. Exit code 20.</summary>
    Integrity = 2,

    /// <summary>RD3xxx: a remote command or test failed. Exit code 2.</summary>
    Product = 3,

    /// <summary>RD4xxx: results are missing, empty, stale or unreadable. Exit code 8.</summary>
    Results = 4,

    /// <summary>RD9xxx: a bug of RemoteDeploy. Exit code 70.</summary>
    Internal = 9,
}
