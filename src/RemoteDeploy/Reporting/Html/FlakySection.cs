using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Tests, and units without tests, that passed only when they were tried again.</summary>
internal static class FlakySection
{
    private const int Most = 200;
    private const int MostTries = 5;

    /// <summary>How many there are.</summary>
    public static int Count(RunReport report, TestIndex index) => index.Rows.Count(row => row.Flaky is not null) + Units(report).Count;

    public static void Write(HtmlWriter html, RunReport report, TestIndex index)
    {
        List<(string Name, string Words)> flaky =
        [
            .. index.Rows.Where(row => row.Flaky is not null).Select(row => (row.Name, $"{row.Suite}: {Tries(row.Flaky!)}")),
            .. Units(report).Select(unit => (unit.Name, $"{unit.Suite}: {Tries(report, unit.Suite, unit.Name)}")),
        ];
        if (flaky.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "flaky")).Element("h2", $"Flaky tests ({flaky.Count:#,0})").Start("ul");
        foreach (var (name, words) in flaky.Take(Most))
        {
            html.Start("li", ("data-f", "")).Element("b", name).Text(" ").Element("span", words, ("class", "dim")).End();
        }

        html.End();
        if (flaky.Count > Most)
        {
            html.Element("p", $"… and {flaky.Count - Most} more, see results.jsonl.", ("class", "dim"));
        }

        html.End();
    }

    private static List<(string Suite, string Name)> Units(RunReport report) =>
        [.. report.Hosts.SelectMany(host => host.Suites.SelectMany(suite => suite.FlakyUnits.Select(unit => (suite.Suite, unit)))).Distinct()];

    private static string Tries(MergedTest test) => test.Attempts.Count == 1
        ? $"passed on {test.Final.Host} after its runner had tried again"
        : string.Join(", then ", test.Attempts.TakeLast(MostTries).Select(attempt => $"{attempt.Result.Outcome.ToString().ToLowerInvariant()} on {attempt.Host}"));

    // Of a suite that each host ran by itself, the name is the suite's.
    private static string Tries(RunReport report, string suite, string unit) => string.Join(", then ", report.Hosts
        .SelectMany(host => host.Suites.Where(one => one.Suite == suite).SelectMany(one => one.Units.Where(tried => (tried.Unit ?? one.Suite) == unit).Select(tried => (Host: host.Host.Name, Try: tried))))
        .OrderBy(one => one.Try.Number)
        .TakeLast(MostTries)
        .Select(one => $"{(one.Try.Passed ? "passed" : "failed")} on {one.Host}"));
}
