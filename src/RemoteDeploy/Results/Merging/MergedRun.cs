using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

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

    /// <summary>How suites that hosts share went; null when there was none.</summary>
    public Pool.PoolReport? Pool { get; init; }

    /// <summary>All faults: those of the run, then those of suites.</summary>
    public IEnumerable<Fault> AllFaults => Faults.Concat(Groups.SelectMany(group => group.Faults));

    /// <summary>The results of a report, where every suite ran once on every host.</summary>
    public static MergedRun Of(RunReport report) => new(report.RunId)
    {
        Started = report.Started,
        Duration = report.Duration,
        Faults = [.. report.Faults, .. report.Hosts.SelectMany(host => host.Faults)],
        Groups = GroupsOf(report),
        Pool = report.Pool,
    };

    /// <summary>What an event tells of results, while the run goes on: of a suite that a host ran by itself, or of a unit of one that hosts share.</summary>
    internal static MergedGroup? Now(RunEvent runEvent) => runEvent switch
    {
        SuiteFinished { Host: { } host, Suite: { Mode: SuiteMode.Each, Tests.Count: > 0 } suite } => Merged([(host, suite)], suite.Suite, everyHost: true)[0],
        UnitFinished { Host: { } host, Unit.Tests.Count: > 0 } finished => new MergedGroup(finished.Suite, host)
        {
            Stamp = finished.Stamp,
            Tests = [.. SuiteTries.Attempts(finished.Suite, host, [finished.Unit], finished.Stamp).Select(attempt => new MergedTest(attempt))],
        },
        _ => null,
    };

    private static IReadOnlyList<MergedGroup> GroupsOf(RunReport report)
    {
        var suites = report.Hosts.SelectMany(host => host.Suites.Select(suite => (Host: host.Host.Name, Suite: suite))).ToList();
        var shared = suites.Where(one => one.Suite.Mode != SuiteMode.Each).GroupBy(one => one.Suite.Suite, StringComparer.Ordinal);
        return
        [
            .. suites.Where(one => one.Suite.Mode == SuiteMode.Each).SelectMany(one => Merged([one], one.Suite.Suite, everyHost: true)),
            .. shared.SelectMany(suite => Merged([.. suite], suite.Key, everyHost: false)),
        ];
    }

    // All tries of all hosts, each test where it was decided; and for every host what is wrong with the suite beside its tests.
    private static List<MergedGroup> Merged(IReadOnlyList<(string Host, SuiteReport Suite)> hosts, string name, bool everyHost)
    {
        if (hosts is [var (host, only)] && only.Units.Count == 0)
        {
            return [Group(host, only)];
        }

        var tried = AttemptMerge.Of(hosts.SelectMany(one => SuiteTries.Attempts(name, one.Host, one.Suite.Units, StampOf(one.Host, one.Suite))), everyHost).ToDictionary(group => group.Host, StringComparer.Ordinal);
        return [.. hosts.Select(one => Group(one.Host, one.Suite) with { Tests = tried.GetValueOrDefault(one.Host)?.Tests ?? [] })];
    }

    private static ResultStamp? StampOf(string host, SuiteReport suite) => suite is { Release: { } release, Manifest: { } manifest } ? new ResultStamp(host, release, manifest) : null;

    /// <summary>Counts all tests.</summary>
    public MergedCounts Count() => Groups.Aggregate(new MergedCounts(), (sum, group) => sum + MergedCounts.Of(group.Tests));

    /// <summary>The results of a suite that ran once on a host.</summary>
    internal static MergedGroup Group(string host, SuiteReport suite)
    {
        var stamp = StampOf(host, suite);
        return new MergedGroup(suite.Suite, host)
        {
            Stamp = stamp,
            Tests = suite.Tests.Select(test => new MergedTest(new TestAttempt(suite.Suite, host, test) { Stamp = stamp })),
            Faults = [.. suite.Faults.Where(fault => !fault.IsOfTest)],
            Output = suite.OutputTail,
        };
    }
}
