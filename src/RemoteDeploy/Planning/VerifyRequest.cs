namespace RemoteDeploy.Planning;

/// <summary>An audit of the active release of each host, changing nothing.</summary>
public sealed record VerifyRequest : FleetRequest
{
    /// <summary>Folder that the active release must equal, absolute; null compares with each host's receipt.</summary>
    public string? Payload { get; init; }
}
