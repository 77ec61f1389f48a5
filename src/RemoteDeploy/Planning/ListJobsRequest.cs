namespace RemoteDeploy.Planning;

/// <summary>The jobs that hosts have, of all applications.</summary>
public sealed record ListJobsRequest : FleetRequest
{
    /// <summary>Name of the run whose jobs are listed, the beginning of it, or <c>last</c>; null for all.</summary>
    public string? Run { get; init; }
}
