namespace RemoteDeploy.Planning;

/// <summary>A switch back to an earlier release, which is verified first.</summary>
public sealed record RollbackRequest : FleetRequest
{
    /// <summary>Name of the release to switch to; null for the one that was active before the present one.</summary>
    public string? To { get; init; }
}
