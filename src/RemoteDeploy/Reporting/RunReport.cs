using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting;

/// <summary>One invocation, whole: what was asked, what each host did, what failed.</summary>
public sealed record RunReport
{
    /// <summary>Name of the run: UTC time and random part, also the name of the run folder.</summary>
    public required string RunId { get; init; }

    /// <summary>The verb: <c>deploy</c>, <c>verify</c>, <c>rollback</c>, <c>put</c>, <c>get</c>, <c>exec</c>, <c>test</c>, <c>run</c>, <c>doctor</c>, <c>plan</c>, <c>stop</c>, <c>ps</c>, <c>logs</c>.</summary>
    public required string Verb { get; init; }

    /// <summary>Application name; null for verbs without one.</summary>
    public string? App { get; init; }

    /// <summary>Manifest digest of the payload that was deployed, tested or planned; null for verbs without a payload.</summary>
    public string? Manifest { get; init; }

    /// <summary>The run folder; null when nothing was written.</summary>
    public string? RunFolder { get; init; }

    /// <summary><c>report.html</c>, absolute; null when there is none.</summary>
    public string? Page { get; init; }

    /// <summary>Start.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>True when it was cancelled from outside.</summary>
    public bool Cancelled { get; init; }

    /// <summary>Faults of the run that belong to no single host.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>One entry for every requested host, in the order of the request.</summary>
    public IReadOnlyList<HostReport> Hosts { get; init; } = [];

    /// <summary>How suites that hosts share went; null when there was none.</summary>
    public Pool.PoolReport? Pool { get; init; }

    /// <summary>For tests that failed on some hosts and passed on others with the same bytes: what tells those hosts apart.</summary>
    public IReadOnlyList<Results.Differences.TestDifference> Differences { get; init; } = [];

    /// <summary>Every fault: the run's, each host's, each suite's.</summary>
    public IEnumerable<Fault> AllFaults =>
        Faults.Concat(Hosts.SelectMany(host => host.Faults.Concat(host.Suites.SelectMany(suite => suite.Faults))));

    /// <summary>True only when there is no fault at all and nothing was cancelled.</summary>
    public bool Succeeded => !Cancelled && !AllFaults.Any();

    /// <summary>Exit code of the tool: 0, or the first of 130 (cancelled), 70, 64, 20, 21, 8, 2 that applies.</summary>
    public int ExitCode => Cancelled ? ExitCodes.Cancelled : ExitCodes.Of(AllFaults);
}
