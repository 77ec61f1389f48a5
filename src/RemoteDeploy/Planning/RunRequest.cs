namespace RemoteDeploy.Planning;

/// <summary>A deploy and then suites on the hosts it activated.</summary>
public sealed record RunRequest : DeployRequest
{
    /// <summary>The suites, at least one.</summary>
    public required IReadOnlyList<Testing.TestSuite> Suites { get; init; }

    /// <summary>Folder of this machine for result files, absolute; null for the run folder only.</summary>
    public string? ResultsFolder { get; init; }
}
