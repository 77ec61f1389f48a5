using System.Globalization;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.BuildServers;

/// <summary>The job summary for GitHub Actions: verdict, a table of the hosts, failures, flaky tests. Markdown, all text of hosts made safe.</summary>
public static class GitHubSummary
{
    // GitHub takes 1 MiB from a step and nothing at all of one that is longer. A character is at most three bytes; each section
    // ends where the next one must still find room.
    private const int HostsEnd = 60_000;
    private const int FaultsEnd = 90_000;
    private const int FailuresEnd = 200_000;
    private const int FlakyEnd = 300_000;
    private const int MaxHosts = 300;
    private const int MaxFailures = 50;
    private const int MaxFlaky = 100;
    private const int MaxLines = 20;
    private const int MaxTries = 5;

    /// <summary>The text, for the file that <c>GITHUB_STEP_SUMMARY</c> names.</summary>
    /// <param name="run">The results.</param>
    public static string Markdown(MergedRun run)
    {
        var text = new StringBuilder();
        var counts = run.Groups.Select(group => (Group: group, Counts: MergedCounts.Of(group.Tests))).ToList();
        var faults = run.AllFaults.ToList();
        WriteVerdict(text, run, counts.Aggregate(new MergedCounts(), (sum, one) => sum + one.Counts), faults.Count);
        WriteHosts(text, counts);
        WriteFaults(text, faults);
        WriteFailures(text, run);
        WriteFlaky(text, run);
        return text.ToString();
    }

    private static void WriteVerdict(StringBuilder text, MergedRun run, MergedCounts counts, int faults)
    {
        // No test and no fault is no success either, unless suites without single tests ran on proven bytes: their exit status decides.
        var ran = counts.Passed > 0 || (counts.Total == 0 && run.Groups.Count > 0 && run.Groups.All(group => group.Stamp is not null));
        var (mark, verdict) = (counts.Failed + faults, ran) switch
        {
            (> 0, _) => ("❌", "failed"),
            (_, false) => ("❌", "no test passed"),
            _ => counts.Flaky > 0 ? ("⚠️", "passed, with flaky tests") : ("✅", "passed"),
        };
        text.Append(CultureInfo.InvariantCulture, $"## {mark} RemoteDeploy: {verdict}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"**{counts.Total}** tests: {counts.Passed} passed, {counts.Failed} failed, {counts.Skipped} skipped, {counts.Flaky} flaky");
        text.Append(CultureInfo.InvariantCulture, $"{(faults > 0 ? $"; {faults} faults outside of tests" : "")}. Run {MarkdownText.Inline(run.RunId)}, {run.Duration.TotalSeconds:0.#} s.\n\n");
        if (run.Pool is { } pool)
        {
            text.Append(CultureInfo.InvariantCulture, $"Pool: {MarkdownText.Inline(PoolWords.Use(pool))}; {PoolWords.Work(pool)}.\n\n");
            text.AppendJoin("", PoolWords.Remarks(pool).Select(remark => $"- {MarkdownText.Inline(remark, 600)}\n")).Append(PoolWords.Remarks(pool).Count > 0 ? "\n" : "");
        }
    }

    // Hosts with failures first: of many rows the first ones are read.
    private static void WriteHosts(StringBuilder text, List<(MergedGroup Group, MergedCounts Counts)> counts)
    {
        if (counts.Count == 0)
        {
            return;
        }

        text.Append("| | Host | Suite | Passed | Failed | Skipped | Flaky | Seconds |\n|---|---|---|--:|--:|--:|--:|--:|\n");
        Rows(text, [.. counts.OrderByDescending(one => Severity(one.Group, one.Counts))], (MaxHosts, HostsEnd, "rows"), one =>
        {
            var (group, count) = one;
            var mark = Severity(group, count) switch { > 1 => "❌", 1 => "⚠️", _ => "✅" };
            text.Append(CultureInfo.InvariantCulture, $"| {mark} | {MarkdownText.Inline(group.Host, 100)} | {MarkdownText.Inline(group.Suite, 100)} | {count.Passed} | {count.Failed} | {count.Skipped} | {count.Flaky} | {count.Duration.TotalSeconds:0.#} |\n");
        });
        text.Append('\n');
    }

    private static int Severity(MergedGroup group, MergedCounts counts) => group.Faults.Count > 0 || counts.Failed > 0 ? 2 : counts.Flaky > 0 ? 1 : 0;

    private static void WriteFaults(StringBuilder text, List<Fault> faults)
    {
        if (faults.Count == 0)
        {
            return;
        }

        text.Append("### Faults outside of tests\n\n");
        Rows(text, faults, (MaxFailures, FaultsEnd, "faults"), fault => text.Append(CultureInfo.InvariantCulture, $"- **{fault.Code}** {MarkdownText.Inline(fault.ToSentence(), 600)}\n"));
        text.Append('\n');
    }

    private static void WriteFailures(StringBuilder text, MergedRun run)
    {
        var failed = run.Groups.SelectMany(group => group.Tests).Where(test => test.Result.Outcome == TestOutcome.Failed).GroupBy(test => (test.Final.Suite, test.Result.Name)).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        text.Append("### Failed tests\n\n");
        Rows(text, failed, (MaxFailures, FailuresEnd, "failed tests"), tests => WriteFailure(text, [.. tests]));
    }

    private static void WriteFailure(StringBuilder text, List<MergedTest> tests)
    {
        var (test, result) = (tests[0], tests[0].Result);
        text.Append(CultureInfo.InvariantCulture, $"<details><summary>{MarkdownText.Inline(result.Name)} on {MarkdownText.Inline(Annotation.Names([.. tests.Select(one => one.Final.Host)]))}</summary>\n\n");
        if (result.Location is { } place)
        {
            text.Append(MarkdownText.Inline(place.ToString(), 500)).Append("\n\n");
        }

        IReadOnlyList<string> lines = [.. SafeText.Lines(result.Message, MaxLines), .. SafeText.Lines(result.StackTrace, MaxLines), .. SafeText.Lines(result.Output, MaxLines)];
        if (lines.Count > 0)
        {
            text.Append(MarkdownText.Block([.. lines.Select(line => line.Length > 500 ? SafeText.Line(line, 500) : line)]));
        }

        foreach (var earlier in test.Attempts.Take(test.Attempts.Count - 1).TakeLast(MaxTries))
        {
            text.Append(CultureInfo.InvariantCulture, $"\nTry {earlier.Number} on {MarkdownText.Inline(earlier.Host)}: {MarkdownText.Inline(earlier.Result.Message)}\n");
        }

        text.Append("\n</details>\n\n");
    }

    private static void WriteFlaky(StringBuilder text, MergedRun run)
    {
        var flaky = run.Groups.SelectMany(group => group.Tests).Where(test => test.Flaky).ToList();
        if (flaky.Count == 0)
        {
            return;
        }

        text.Append("### Flaky tests\n\n");
        Rows(text, flaky, (MaxFlaky, FlakyEnd, "flaky tests"), test => text.Append(
            CultureInfo.InvariantCulture,
            $"- {MarkdownText.Inline(test.Result.Name)}: {string.Join(", ", test.Attempts.TakeLast(MaxTries).Select(attempt => $"{Words(attempt)} on {MarkdownText.Inline(attempt.Host, 100)}"))}\n"));
    }

    private static string Words(TestAttempt attempt) => attempt.Result.Outcome switch
    {
        TestOutcome.Passed => "passed",
        TestOutcome.Failed => "failed",
        _ => "skipped",
    };

    private static void Rows<T>(StringBuilder text, List<T> rows, (int Count, int End, string What) most, Action<T> write)
    {
        var shown = 0;
        while (shown < rows.Count && shown < most.Count && text.Length < most.End)
        {
            write(rows[shown++]);
        }

        if (shown < rows.Count)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n… and {rows.Count - shown} more {most.What}, see the report.\n");
        }
    }
}
