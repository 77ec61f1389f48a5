namespace RemoteDeploy.Planning;

/// <summary>Suites on the active release of each host, whose bytes are proven on the host right before each suite.</summary>
public sealed record TestRequest : FleetRequest, IRunsSuites
{
    /// <summary>The suites, at least one.</summary>
    public required IReadOnlyList<Testing.TestSuite> Suites { get; init; }

    /// <summary>Folder that the active release must equal, absolute; null accepts the active release as its receipt describes it.</summary>
    public string? Payload { get; init; }

    /// <summary>How they are run.</summary>
    public Testing.TestOptions Tests { get; init; } = new();
}
