using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>Everything that units of shared suites have left, by host; in the end put together, each test once.</summary>
internal sealed class PoolLedger
{
    private readonly Lock gate = new();
    private readonly List<Entry> entries = [];
    private readonly List<(string Suite, string Host, Fault Fault)> faults = [];
    private readonly Dictionary<(string Suite, string Host), List<string>> files = [];
    private (DateTimeOffset From, DateTimeOffset To)? span;

    /// <summary>A job has ended with these units in it.</summary>
    public void Add(string suite, ResultStamp stamp, IReadOnlyList<UnitReport> units, IReadOnlyList<string> brought)
    {
        lock (gate)
        {
            entries.AddRange(units.Select(unit => new Entry(suite, stamp, unit)));
            FilesOf(suite, stamp.Host).AddRange(brought);
        }
    }

    /// <summary>Hosts were busy with units then.</summary>
    public void Worked(DateTimeOffset from, DateTimeOffset to)
    {
        lock (gate)
        {
            span = span is { } known ? (known.From < from ? known.From : from, known.To > to ? known.To : to) : (from, to);
        }
    }

    /// <summary>Something is wrong with a suite on a host that belongs to no unit.</summary>
    public void Fail(string suite, string host, IEnumerable<Fault> found)
    {
        lock (gate)
        {
            faults.AddRange(found.Select(fault => (suite, host, fault with { Host = host })));
        }
    }

    /// <summary>More files of a suite are here.</summary>
    public void AddFiles(string suite, string host, IEnumerable<string> brought)
    {
        lock (gate)
        {
            FilesOf(suite, host).AddRange(brought);
        }
    }

    /// <summary>Durations of units, for the history: of those that were run to their end.</summary>
    public IReadOnlyList<(string Suite, string Host, UnitReport Unit)> Ran()
    {
        lock (gate)
        {
            return [.. entries.Where(entry => entry.Unit.Passed || entry.Unit.Tests.Count > 0).Select(entry => (entry.Suite, entry.Stamp.Host, entry.Unit))];
        }
    }

    /// <summary>How well hosts were used.</summary>
    public PoolSummary Summary()
    {
        lock (gate)
        {
            var work = entries.Aggregate(TimeSpan.Zero, (sum, entry) => sum + entry.Unit.Duration);
            var longest = entries.Count == 0 ? TimeSpan.Zero : entries.Max(entry => entry.Unit.Duration);
            return new PoolSummary(span is { } from ? from.To - from.From : TimeSpan.Zero, work, longest, entries.Select(entry => entry.Stamp.Host).Distinct(StringComparer.Ordinal).Count());
        }
    }

    /// <summary>The reports of a suite, by host: each has the tests that its tries decided.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="failOnFlaky">True when what passed only when it was run again is a fault.</param>
    public IReadOnlyDictionary<string, SuiteReport> Reports(TestSuite suite, bool failOnFlaky)
    {
        List<Entry> own;
        ILookup<string, Fault> outside;
        lock (gate)
        {
            own = [.. entries.Where(entry => entry.Suite == suite.Name)];
            outside = faults.Where(entry => entry.Suite == suite.Name).ToLookup(entry => entry.Host, entry => entry.Fault, StringComparer.Ordinal);
        }

        var tests = AttemptMerge.Of(own.SelectMany(entry => SuiteTries.Attempts(suite.Name, entry.Stamp.Host, [entry.Unit], entry.Stamp)), everyHost: false)
            .SelectMany(group => group.Tests)
            .ToLookup(test => test.Final.Host, StringComparer.Ordinal);
        return own.Select(entry => entry.Stamp.Host).Concat(outside.Select(group => group.Key)).Distinct(StringComparer.Ordinal)
            .ToDictionary(host => host, host => Report(suite, host, ([.. own.Where(entry => entry.Stamp.Host == host)], [.. tests[host]], [.. outside[host]]), failOnFlaky), StringComparer.Ordinal);
    }

    private SuiteReport Report(TestSuite suite, string host, (List<Entry> Entries, List<MergedTest> Tests, List<Fault> Outside) of, bool failOnFlaky)
    {
        var units = of.Entries.ConvertAll(entry => entry.Unit);
        var final = units.FindAll(unit => unit.IsFinal);
        var stamp = of.Entries.Count == 0 ? null : of.Entries[^1].Stamp;

        // A later try may have said nothing of a test that had failed: it is failed still.
        var vanished = of.Tests.Where(test => test.Result.Outcome == TestOutcome.Failed && !final.Exists(unit => unit.Unit == test.Final.Unit && unit.Number == test.Final.Number));
        var flakyUnits = final.Where(unit => unit is { Passed: true, Number: > 1 } && !of.Tests.Exists(test => test.Final.Unit == unit.Unit && test.Flaky)).Select(unit => unit.Unit!).ToList();
        var flaky = of.Tests.Where(test => test.Flaky).Select(test => test.Result.Name).Concat(flakyUnits);
        return new SuiteReport
        {
            Suite = suite.Name,
            Mode = suite.Mode,
            Release = stamp?.Release,
            Manifest = stamp?.Manifest,
            Started = units.Count == 0 ? null : units.Min(unit => unit.Started),
            Duration = units.Aggregate(TimeSpan.Zero, (sum, unit) => sum + unit.Duration),
            Units = units,
            Tests = [.. of.Tests.Select(test => test.Flaky ? test.Result with { Flaky = true } : test.Result)],
            FlakyUnits = flakyUnits,
            Files = [.. FilesOf(suite.Name, host).Distinct(StringComparer.Ordinal)],
            OutputTail = (final.FindLast(unit => !unit.Passed) ?? final.LastOrDefault())?.OutputTail ?? "",
            Faults =
            [
                .. of.Outside,
                .. final.SelectMany(unit => unit.Faults),
                .. vanished.Select(test => SuiteVerdict.FailedTest(test.Result) with { Host = host, Phase = Phase.Collect }),
                .. failOnFlaky ? flaky.Select(name => SuiteTries.Flaky(name, host)) : [],
            ],
        };
    }

    private List<string> FilesOf(string suite, string host)
    {
        if (!files.TryGetValue((suite, host), out var list))
        {
            files[(suite, host)] = list = [];
        }

        return list;
    }

    private sealed record Entry(string Suite, ResultStamp Stamp, UnitReport Unit);
}
