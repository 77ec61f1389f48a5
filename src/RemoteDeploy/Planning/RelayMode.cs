namespace RemoteDeploy.Planning;

/// <summary>How a payload gets to many hosts.</summary>
public enum RelayMode
{
    /// <summary>Host to host where that is clearly faster than sending it to each host, else to each host; the default.</summary>
    Auto,

    /// <summary>From this machine to each host.</summary>
    Off,

    /// <summary>Each host passes it on to one other: every link carries it once.</summary>
    Chain,

    /// <summary>Each host passes it on to two others: fewer hosts on the way to the last one, twice the load on each link.</summary>
    Tree,
}
