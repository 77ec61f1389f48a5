using RemoteDeploy.Reporting.Html;

namespace RemoteDeploy.Reporting;

/// <summary>What is new in a run against an earlier one.</summary>
public sealed record RunComparison
{
    // Less than this is noise.
    private const double Noise = 1.2;
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    /// <summary>The run.</summary>
    public required string RunId { get; init; }

    /// <summary>The earlier run.</summary>
    public required string EarlierRunId { get; init; }

    /// <summary>Tests that fail now and did not before, with the hosts on which they do.</summary>
    public IReadOnlyList<ComparedTest> NewlyFailing { get; init; } = [];

    /// <summary>Tests that failed before and pass now, with the hosts on which they do.</summary>
    public IReadOnlyList<ComparedTest> Mended { get; init; } = [];

    /// <summary>Tests that fail now as before.</summary>
    public IReadOnlyList<ComparedTest> StillFailing { get; init; } = [];

    /// <summary>Tests that passed now only when they were tried again, and did not need that before.</summary>
    public IReadOnlyList<ComparedTest> NewlyFlaky { get; init; } = [];

    /// <summary>Tests of now that the earlier run has not.</summary>
    public IReadOnlyList<ComparedTest> Added { get; init; } = [];

    /// <summary>Tests of the earlier run that are no more: they may have been lost.</summary>
    public IReadOnlyList<ComparedTest> Gone { get; init; } = [];

    /// <summary>Tests whose mean duration differs by a fifth and a tenth of a second at least, the largest difference first.</summary>
    public IReadOnlyList<ComparedDuration> Durations { get; init; } = [];

    /// <summary>Hosts with other bytes than before, or that are only in one of the runs.</summary>
    public IReadOnlyList<ComparedRelease> Releases { get; init; } = [];

    /// <summary>Compares.</summary>
    internal static RunComparison Of(RunPage now, RunPage then)
    {
        var (rows, earlier) = (ByName(TestIndex.Of(now), out var hosts), ByName(TestIndex.Of(then), out var earlierHosts));
        var both = rows.Where(pair => earlier.ContainsKey(pair.Key)).Select(pair => new Pair(pair.Value, Marks(pair.Value, hosts), earlier[pair.Key], Marks(earlier[pair.Key], earlierHosts))).ToList();
        var added = rows.Where(pair => !earlier.ContainsKey(pair.Key)).Select(pair => pair.Value).ToList();
        return new RunComparison
        {
            RunId = now.Report.RunId,
            EarlierRunId = then.Report.RunId,
            NewlyFailing = [.. Pick(both, IsNewlyFailing), .. added.Where(row => row.On(TestMark.Failed) > 0).Select(row => new ComparedTest(row.Suite, row.Name, Hosts(row, hosts, TestMark.Failed)))],
            Mended = Pick(both, IsMended),
            StillFailing = Pick(both, static (pair, host) => pair.Marks[host] == TestMark.Failed && !IsNewlyFailing(pair, host)),
            NewlyFlaky = Pick(both, static (pair, host) => pair.Marks[host] == TestMark.Flaky && pair.Earlier.Flaky is null),
            Added = [.. added.Select(row => new ComparedTest(row.Suite, row.Name, []))],
            Gone = [.. earlier.Where(pair => !rows.ContainsKey(pair.Key)).Select(pair => new ComparedTest(pair.Value.Suite, pair.Value.Name, []))],
            Durations = [.. both.Select(pair => new ComparedDuration(pair.Now.Suite, pair.Now.Name, pair.Earlier.Total / pair.Earlier.Runs, pair.Now.Total / pair.Now.Runs)).Where(IsWorthTelling).OrderByDescending(one => (one.Now - one.Earlier).Duration())],
            Releases = CompareReleases(now.Report, then.Report),
        };
    }

    private static Dictionary<(string, string), TestRow> ByName(TestIndex index, out IReadOnlyList<string> hosts)
    {
        hosts = index.Hosts;
        return index.Rows.ToDictionary(row => (row.Suite, row.Name));
    }

    private static Dictionary<string, TestMark> Marks(TestRow row, IReadOnlyList<string> hosts)
    {
        var marks = new Dictionary<string, TestMark>(StringComparer.Ordinal);
        for (var place = 0; place < hosts.Count; place++)
        {
            _ = row.Marks[place] == TestMark.None || marks.TryAdd(hosts[place], row.Marks[place]);
        }

        return marks;
    }

    private static List<string> Hosts(TestRow row, IReadOnlyList<string> hosts, TestMark mark) => [.. hosts.Where((_, place) => row.Marks[place] == mark)];

    // A test that ran elsewhere before is judged by what it did there.
    private static bool IsNewlyFailing(Pair pair, string host) =>
        pair.Marks[host] == TestMark.Failed && pair.Before(host) != TestMark.Failed && (pair.Before(host) != TestMark.None || pair.Earlier.On(TestMark.Failed) == 0);

    // Of a suite that hosts share, a test that failed on one host is mended by passing on another.
    private static bool IsMended(Pair pair, string host) => pair.Marks[host] is TestMark.Passed or TestMark.Flaky
        && (pair.Before(host) == TestMark.Failed || (pair.Before(host) == TestMark.None && pair.EarlierMarks.Any(mark => mark.Value == TestMark.Failed) && !pair.EarlierMarks.Keys.Any(pair.Marks.ContainsKey)));

    private static List<ComparedTest> Pick(List<Pair> both, Func<Pair, string, bool> wanted) =>
    [
        .. both.Select(pair => new ComparedTest(pair.Now.Suite, pair.Now.Name, [.. pair.Marks.Keys.Where(host => wanted(pair, host))])).Where(test => test.Hosts.Count > 0),
    ];

    private static bool IsWorthTelling(ComparedDuration one)
    {
        var (less, more) = one.Now < one.Earlier ? (one.Now, one.Earlier) : (one.Earlier, one.Now);
        return more - less >= Short && more >= less * Noise;
    }

    private static List<ComparedRelease> CompareReleases(RunReport now, RunReport then)
    {
        var earlier = then.Hosts.GroupBy(host => host.Host.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        var names = now.Hosts.Select(host => host.Host.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. now.Hosts.Select(host => (Now: host, Then: earlier.GetValueOrDefault(host.Host.Name)))
                .Where(pair => pair.Then is null || pair.Now.Manifest != pair.Then.Manifest)
                .Select(pair => new ComparedRelease(pair.Now.Host.Name, pair.Then is null ? null : Release(pair.Then), Release(pair.Now))),
            .. then.Hosts.Where(host => !names.Contains(host.Host.Name)).Select(host => new ComparedRelease(host.Host.Name, Release(host), null)),
        ];
    }

    private static string Release(HostReport host) => host.Release ?? (host.Manifest is { Length: > 12 } manifest ? manifest[..12] : "none");

    private sealed record Pair(TestRow Now, Dictionary<string, TestMark> Marks, TestRow Earlier, Dictionary<string, TestMark> EarlierMarks)
    {
        public TestMark Before(string host) => EarlierMarks.GetValueOrDefault(host);
    }
}
