using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>What a suite left, brought here.</summary>
internal sealed record Collected
{
    /// <summary>Files, absolute paths here.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Results of all result files.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>Result files that were read: names on the host and paths here.</summary>
    public IReadOnlyList<(string Name, string Path)> Read { get; init; } = [];

    /// <summary>Number of result files that were read.</summary>
    public int ResultFiles => Read.Count;

    /// <summary>Missing, stale, unreadable results.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>End of what the suite printed, standard output and then standard error, raw.</summary>
    public string Output { get; init; } = "";
}
