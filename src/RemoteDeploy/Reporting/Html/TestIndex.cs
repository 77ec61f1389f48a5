using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>
/// What a page needs to know of all tests, gathered in one pass. It keeps a byte for each test and host, and the texts of the first
/// failures: the results themselves may be many.
/// </summary>
internal sealed class TestIndex
{
    /// <summary>Failed tests whose messages and output are shown.</summary>
    public const int MostExplained = 200;

    private readonly Dictionary<(string Suite, string Name), TestRow> byName = [];
    private readonly Dictionary<(string Suite, int Host), int[]> counts = [];
    private readonly Dictionary<string, int> places = new(StringComparer.Ordinal);
    private readonly List<string> hosts = [];
    private readonly List<TestRow> rows = [];
    private readonly HashSet<string> shared;

    private TestIndex(RunReport report)
    {
        shared = [.. report.Hosts.SelectMany(host => host.Suites).Where(suite => suite.Mode != SuiteMode.Each).Select(suite => suite.Suite)];
        foreach (var host in report.Hosts)
        {
            places.TryAdd(host.Host.Name, hosts.Count);
            hosts.Add(host.Host.Name);
        }
    }

    /// <summary>The tests, in the order in which they came first.</summary>
    public IReadOnlyList<TestRow> Rows => rows;

    /// <summary>Names of the hosts; places of marks refer to it.</summary>
    public IReadOnlyList<string> Hosts => hosts;

    /// <summary>Results: a test on a host is one.</summary>
    public int Results { get; private set; }

    /// <summary>True for a suite that hosts share: each of its tests was decided on one of them.</summary>
    public bool IsShared(string suite) => shared.Contains(suite);

    /// <summary>Gathers.</summary>
    public static TestIndex Of(RunPage page)
    {
        var index = new TestIndex(page.Report);
        var failed = 0;
        foreach (var test in page.Tests)
        {
            if (index.places.TryGetValue(test.Final.Host, out var host))
            {
                failed += index.Add(test, host, failed < MostExplained) ? 1 : 0;
            }
        }

        return index;
    }

    /// <summary>How many tests of a suite fared so on a host.</summary>
    public int Count(string suite, int host, TestMark mark) => counts.TryGetValue((suite, host), out var found) ? found[(int)mark] : 0;

    /// <summary>How many results there are of this kind.</summary>
    public int Count(TestMark mark) => counts.Values.Sum(found => found[(int)mark]);

    /// <summary>Names of the hosts on which a test fared so.</summary>
    public IReadOnlyList<string> HostsOf(TestRow row, TestMark mark) => [.. hosts.Where((_, place) => row.Marks[place] == mark)];

    // True when it is the first failure of a test.
    private bool Add(MergedTest test, int host, bool keeps)
    {
        var key = (test.Final.Suite, test.Result.Name);
        if (!byName.TryGetValue(key, out var row))
        {
            byName.Add(key, row = new TestRow(test.Final.Suite, test.Result, hosts.Count));
            rows.Add(row);
        }

        var mark = MarkOf(test);
        if (!counts.TryGetValue((key.Suite, host), out var found))
        {
            counts.Add((key.Suite, host), found = new int[Enum.GetValues<TestMark>().Length]);
        }

        found[(int)mark]++;
        Results++;
        var known = row.Failures.Count;
        row.Add(test, host, mark, keeps || known > 0);
        return known == 0 && row.Failures.Count > 0;
    }

    private static TestMark MarkOf(MergedTest test) => test.Result.Outcome switch
    {
        TestOutcome.Failed => TestMark.Failed,
        TestOutcome.Skipped => TestMark.Skipped,
        _ => test.Flaky ? TestMark.Flaky : TestMark.Passed,
    };
}
