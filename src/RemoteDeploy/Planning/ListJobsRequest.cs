namespace RemoteDeploy.Planning;

/// <summary>The jobs that hosts have, of all applications.</summary>
public sealed record ListJobsRequest : FleetRequest
{
    /// <summary>Beginning of the name of the run whose jobs are listed; null for all.</summary>
    public string? Run { get; init; }
}
