using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Testing;

/// <summary>One try at a unit on one host, or at the whole suite where each host runs all of it.</summary>
/// <param name="Unit">Name of the unit; null for the whole suite.</param>
/// <param name="Number">Which try, from 1. A host that is lost does not count.</param>
public sealed record UnitReport(string? Unit, int Number)
{
    /// <summary>Start of the job that ran it, by this machine's clock; units that are run together share it.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>How long it took: the sum of its tests, or from start to end of a command.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Name of the job that ran it.</summary>
    public string Job { get; init; } = "";

    /// <summary>True when this try decides: it passed, or it is not run again.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Results of its tests.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>What was wrong with it.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Exit status of its job; null when it did not end by itself.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How its job ended; null when it was not started or nobody knows.</summary>
    public JobEnd? End { get; init; }

    /// <summary>Last lines of what its job printed, raw.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>True when nothing is wrong with it.</summary>
    public bool Passed => Faults.Count == 0;
}
