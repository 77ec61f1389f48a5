using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What suites did: a line for each suite and host, then each failed test once with the hosts on which it failed.</summary>
internal static class TestLines
{
    private const int MessageLines = 10;
    private const int StackLines = 5;
    private const int OutputLines = 20;

    private static readonly string[] Titles = ["HOST", "SUITE", "OUTCOME", "RESULT", "TIME"];

    /// <summary>The lines; none when no suite ran.</summary>
    public static IEnumerable<string> Of(RunReport report, string workFolder, Ink ink)
    {
        var suites = report.Hosts.SelectMany(host => host.Suites.Select(suite => (Host: SafeText.Line(host.Host.Name), Suite: suite))).ToList();
        if (suites.Count == 0)
        {
            return [];
        }

        return
        [
            "",
            .. TextTable.Lines(Titles, [.. SuiteRow.Of(report).Select(row => Row(row.Hosts, row.Suite))], ink),
            .. FailedTests(report, suites, workFolder, ink),
            .. PoolLines.Of(report, ink),
            .. suites.Where(entry => !entry.Suite.Succeeded && entry.Suite.Tests.Count == 0).SelectMany(entry => Tail(entry.Host, entry.Suite)),
            .. report.Differences.Where(one => one.Test is null).SelectMany(one => DifferenceLines.Of(one, SafeText.Line(one.Suite) + " fails on some hosts only. ")),
        ];
    }

    /// <summary>A suite's result in a few words: <c>12 passed, 1 failed, 2 skipped</c>.</summary>
    public static string Counts(SuiteReport suite)
    {
        if (suite.Tests.Count == 0)
        {
            return suite.ExitCode is { } exit ? string.Create(CultureInfo.InvariantCulture, $"exit {exit}") : "no result";
        }

        string[] parts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{suite.Passed:#,0} passed"),
            string.Create(CultureInfo.InvariantCulture, $"{suite.Failed:#,0} failed"),
            suite.Skipped == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{suite.Skipped:#,0} skipped"),
            suite.Flaky == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{suite.Flaky:#,0} flaky"),
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static Cell[] Row(string host, SuiteReport suite) =>
    [
        new(host, Tone.Strong),
        new(SafeText.Line(suite.Suite)),
        new(suite.Succeeded ? "passed" : "failed", suite.Succeeded ? Tone.Good : Tone.Bad),
        new(Counts(suite)),
        new(Amount.Time(suite.Duration), Right: true),
    ];

    private static List<string> FailedTests(RunReport report, IEnumerable<(string Host, SuiteReport Suite)> suites, string workFolder, Ink ink)
    {
        var differences = report.Differences.Where(one => one.Test is not null).ToLookup(one => (one.Suite, one.Test!));
        var explained = new HashSet<(string, string)>();
        var lines = new List<string>();
        var failed = suites
            .SelectMany(entry => entry.Suite.Tests.Where(test => test.Outcome == TestOutcome.Failed).Select(test => (entry.Host, entry.Suite.Suite, Test: test)))
            .GroupBy(entry => (entry.Test.Name, entry.Test.Message));
        foreach (var group in failed)
        {
            lines.AddRange(FailedTest(group.First().Test, [.. group.Select(entry => entry.Host)], workFolder, ink));
            var names = group.Select(entry => (entry.Suite, entry.Test.Name)).Distinct().Where(explained.Add);
            lines.AddRange(names.SelectMany(name => differences[name]).SelectMany(one => DifferenceLines.Of(one, "")));
        }

        return lines;
    }

    private static IEnumerable<string> FailedTest(TestResult test, List<string> hosts, string workFolder, Ink ink) =>
    [
        "",
        $"{ink.Paint("failed", Tone.Bad)} {SafeText.Line(test.Name)} on {HostNames.Short(hosts)}{Place(test.Location, workFolder)}",
        .. First(test.Message, MessageLines).Select(line => "    " + line),
        .. First(test.StackTrace, StackLines).Select(line => "      " + line.TrimStart()),
    ];

    private static string Place(SourceLocation? location, string workFolder) =>
        location is null ? "" : " at " + SafeText.Line((location with { File = LocalPath.ForReading(location.File, workFolder) }).ToString());

    private static IEnumerable<string> First(string? text, int limit)
    {
        var lines = SafeText.Lines(text, int.MaxValue);
        return lines.Count <= limit ? lines : [.. lines.Take(limit), $"… ({Amount.Of(lines.Count - limit, "more line")})"];
    }

    private static IEnumerable<string> Tail(string host, SuiteReport suite)
    {
        var lines = SafeText.Lines(suite.OutputTail, OutputLines);
        return lines.Count == 0 ? [] : ["", $"last lines of {SafeText.Line(suite.Suite)} on {host}:", .. lines.Select(line => $"{host}| {line}")];
    }
}
