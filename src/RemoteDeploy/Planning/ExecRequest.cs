namespace RemoteDeploy.Planning;

/// <summary>One command on every host, in the remote user's home.</summary>
public sealed record ExecRequest : FleetRequest
{
    /// <summary>Program and arguments, each passed as it is: no shell reads them.</summary>
    public required IReadOnlyList<string> Command { get; init; }
}
