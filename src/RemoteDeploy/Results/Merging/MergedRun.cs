using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.Merging;

/// <summary>All results of a run, each test once.</summary>
/// <param name="RunId">Name of the run.</param>
public sealed record MergedRun(string RunId)
{
    /// <summary>Start of the run.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Tests by suite and host.</summary>
    public IReadOnlyList<MergedGroup> Groups { get; init; } = [];

    /// <summary>Faults that belong to no suite: of the run, of hosts that were not reached.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>All faults: those of the run, then those of suites.</summary>
    public IEnumerable<Fault> AllFaults => Faults.Concat(Groups.SelectMany(group => group.Faults));

    /// <summary>The results of a report, where every suite ran once on every host.</summary>
    public static MergedRun Of(RunReport report) => new(report.RunId)
    {
        Started = report.Started,
        Duration = report.Duration,
        Faults = [.. report.Faults, .. report.Hosts.SelectMany(host => host.Faults)],
        Groups = [.. report.Hosts.SelectMany(host => host.Suites.Select(suite => Group(host.Host.Name, suite)))],
    };

    /// <summary>Counts all tests.</summary>
    public MergedCounts Count() => Groups.Aggregate(new MergedCounts(), (sum, group) => sum + MergedCounts.Of(group.Tests));

    /// <summary>The results of a suite that ran once on a host.</summary>
    internal static MergedGroup Group(string host, Testing.SuiteReport suite)
    {
        var stamp = suite is { Release: { } release, Manifest: { } manifest } ? new ResultStamp(host, release, manifest) : null;
        return new MergedGroup(suite.Suite, host)
        {
            Stamp = stamp,
            Tests = suite.Tests.Select(test => new MergedTest(new TestAttempt(suite.Suite, host, test) { Stamp = stamp })),
            Faults = [.. suite.Faults.Where(fault => fault.Code != FaultCatalog.TestFailed)],
            Output = suite.OutputTail,
        };
    }
}
