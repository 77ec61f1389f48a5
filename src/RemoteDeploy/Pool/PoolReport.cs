namespace RemoteDeploy.Pool;

/// <summary>How the suites that hosts share went, all together.</summary>
/// <param name="Summary">How well the hosts were used.</param>
public sealed record PoolReport(PoolSummary Summary)
{
    /// <summary>Names of the suites.</summary>
    public IReadOnlyList<string> Suites { get; init; } = [];

    /// <summary>Units that were found.</summary>
    public int Units { get; init; }

    /// <summary>Jobs that were started for them: several units may share one.</summary>
    public int Batches { get; init; }

    /// <summary>Tries at units beyond the first of each.</summary>
    public int Reruns { get; init; }

    /// <summary>Units that were never run to an end, <c>suite/unit</c>.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = [];

    /// <summary>Hosts that were lost while they had units in hand; those ran elsewhere.</summary>
    public IReadOnlyList<string> LostHosts { get; init; } = [];

    /// <summary>Hosts that were not used any more after a destructive unit.</summary>
    public IReadOnlyList<string> RetiredHosts { get; init; } = [];

    /// <summary>Spare hosts that were called in.</summary>
    public IReadOnlyList<string> SparesUsed { get; init; } = [];
}
