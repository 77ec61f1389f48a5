namespace RemoteDeploy.Planning;

/// <summary>A deploy and then suites on the hosts it activated.</summary>
public sealed record RunRequest : DeployRequest, IRunsSuites
{
    /// <summary>The suites, at least one.</summary>
    public required IReadOnlyList<Testing.TestSuite> Suites { get; init; }

    /// <summary>How they are run.</summary>
    public Testing.TestOptions Tests { get; init; } = new();
}
