using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Testing;

/// <summary>Puts the tries of a host at a whole suite together: a test that failed and then passed is flaky, one that was not run again stays failed.</summary>
internal static class SuiteTries
{
    /// <summary>The report of all tries.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="tries">The reports of each, at least one.</param>
    /// <param name="host">Name of the host.</param>
    /// <param name="failOnFlaky">True when what passed only when it was run again is a fault.</param>
    public static SuiteReport Of(TestSuite suite, IReadOnlyList<SuiteReport> tries, string host, bool failOnFlaky)
    {
        var last = tries[^1];
        if (suite.Retries == 0)
        {
            return last;
        }

        var units = tries.Select((report, at) => new UnitReport(null, at + 1)
        {
            Started = report.Started ?? default,
            Duration = report.Duration,
            Job = SuitePart.Whole(suite, at + 1).Name,
            IsFinal = at == tries.Count - 1,
            Tests = report.Tests,
            Faults = report.Faults,
            ExitCode = report.ExitCode,
            End = report.Job,
            OutputTail = report.OutputTail,
        }).ToList();
        var stamp = last is { Release: { } release, Manifest: { } manifest } ? new ResultStamp(host, release, manifest) : null;
        var merged = AttemptMerge.Of(Attempts(suite.Name, host, units, stamp), everyHost: true).SelectMany(group => group.Tests).ToList();
        IReadOnlyList<string> flakyUnits = tries.Count > 1 && last.Faults.Count == 0 && !merged.Exists(test => test.Flaky) ? [suite.Name] : [];
        var flaky = merged.Where(test => test.Flaky).Select(test => test.Result.Name).Concat(flakyUnits);
        return last with
        {
            Units = units,
            Tests = [.. merged.Select(test => test.Flaky ? test.Result with { Flaky = true } : test.Result)],
            Files = [.. tries.SelectMany(report => report.Files)],
            Duration = tries.Aggregate(TimeSpan.Zero, (sum, report) => sum + report.Duration),
            Faults = [.. FaultsOf(merged, last.Faults), .. failOnFlaky ? flaky.Select(name => Flaky(name, host)) : []],
            FlakyUnits = flakyUnits,
        };
    }

    /// <summary>The tests of tries, one by one.</summary>
    public static IEnumerable<TestAttempt> Attempts(string suite, string host, IEnumerable<UnitReport> units, ResultStamp? stamp) =>
        units.SelectMany(unit => unit.Tests.Select(test => new TestAttempt(suite, host, test) { Unit = unit.Unit, Number = unit.Number, Stamp = stamp }));

    /// <summary>The fault of a test that passed only when it was run again, where that is one.</summary>
    public static Fault Flaky(string name, string host) => new(FaultCatalog.TestFlaky, $"{SafeText.Line(name, 300)} passed only when it was run again")
    {
        Host = host,
        Phase = Phase.Collect,
        Try = "Find out what it depends on; all tries are in results.jsonl of the run folder",
    };

    // Tests that failed in an earlier try, and of which the last one says nothing, are failed still.
    private static IReadOnlyList<Fault> FaultsOf(List<MergedTest> merged, IReadOnlyList<Fault> last)
    {
        var named = merged.Where(test => test.Result.Outcome == TestOutcome.Failed && test.Final.Number < merged.Max(other => other.Final.Number));
        return [.. last, .. named.Select(test => SuiteVerdict.FailedTest(test.Result) with { Host = test.Final.Host, Phase = Phase.Collect })];
    }
}
