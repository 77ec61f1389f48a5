using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Failed tests, those first that failed on most hosts, each with message, place, output and the command that runs it again.</summary>
internal static class FailureSection
{
    private const int MostLines = 40;
    private const int Opened = 5;
    private const int MostNames = 60;

    // All texts together: one run must not make a page that no browser opens.
    private const int Budget = 4_000_000;

    public static void Write(HtmlWriter html, RunPage page, TestIndex index)
    {
        var failed = index.Rows.Where(row => row.On(TestMark.Failed) > 0).OrderByDescending(row => row.On(TestMark.Failed)).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        var replays = Replays(page.Report);
        html.Start("section", ("id", "failures")).Element("h2", $"Failed tests ({failed.Count:#,0})");
        var (left, shown) = (Budget, 0);
        foreach (var row in failed.Where(row => row.Failures.Count > 0))
        {
            if (left > 0)
            {
                left -= WriteTest(html, page, index, row, replays, isOpen: shown++ < Opened);
            }
        }

        if (failed.Count > shown)
        {
            html.Element("p", $"… and {Amount.Of(failed.Count - shown, "more failed test")}: the matrix below has their names, results.jsonl has all of them.", ("class", "dim"));
        }

        html.End();
    }

    private static Dictionary<(string Suite, string Host), string?> Replays(RunReport report)
    {
        var found = new Dictionary<(string, string), string?>();
        foreach (var host in report.Hosts)
        {
            foreach (var suite in host.Suites)
            {
                found[(suite.Suite, host.Host.Name)] = suite.Replay;
            }
        }

        return found;
    }

    private static int WriteTest(HtmlWriter html, RunPage page, TestIndex index, TestRow row, Dictionary<(string Suite, string Host), string?> replays, bool isOpen)
    {
        var size = 0;
        html.Start("details", ("class", "card bad"), ("data-f", ""), ("open", isOpen ? "" : null));
        html.Start("summary").Element("b", row.Name).Text(" ").Element("span", Where(index, row), ("class", "hosts")).End();
        html.Start("div", ("class", "body"));
        foreach (var sample in row.Failures)
        {
            var hosts = HostNames.Short([.. sample.Hosts.Select(place => index.Hosts[place])]);
            if (row.Failures.Count > 1 || hosts.Length > MostNames)
            {
                html.Element("p", "on " + hosts, ("class", "hosts"));
            }

            size += WriteSample(html, sample.Test, replays.GetValueOrDefault((row.Suite, sample.Test.Final.Host)));
        }

        DifferenceBlock.Write(html, page.Report, row.Suite, row.Name);
        html.End().End();
        return size;
    }

    private static string Where(TestIndex index, TestRow row)
    {
        var ran = row.Marks.Count(mark => mark != TestMark.None);
        var hosts = HostNames.Short(index.HostsOf(row, TestMark.Failed));
        return $"{row.Suite}, on {(ran == 1 ? hosts : $"{row.On(TestMark.Failed)} of {Amount.Of(ran, "host")}{(hosts.Length <= MostNames ? ": " + hosts : "")}")}";
    }

    private static int WriteSample(HtmlWriter html, MergedTest test, string? replay)
    {
        var result = test.Result;
        if (result.Location is { } place)
        {
            html.Start("p").Element("code", place.ToString()).End();
        }

        var size = Pre(html, "message", null, First(result.Message)) + Pre(html, "dim", null, First(result.StackTrace));
        foreach (var earlier in test.Attempts.Take(test.Attempts.Count - 1).TakeLast(3))
        {
            html.Start("p", ("class", "dim")).Text($"Try {earlier.Number} on {earlier.Host}: ").Text(earlier.Result.Message, 300).End();
        }

        // Of a long output the end is what matters.
        size += Pre(html, null, $"Output on {test.Final.Host}", SafeText.Lines(result.Output, 2 * MostLines));
        ReplayLine.Write(html, replay);
        return size;
    }

    private static int Pre(HtmlWriter html, string? style, string? title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
        {
            return 0;
        }

        _ = title is null ? html : html.Start("details").Element("summary", title);
        html.Start("pre", ("class", style)).Block(lines).End();
        _ = title is null ? html : html.End();
        return lines.Sum(line => line.Length);
    }

    private static IReadOnlyList<string> First(string? text)
    {
        var lines = SafeText.Lines(text, int.MaxValue);
        return lines.Count <= MostLines ? lines : [.. lines.Take(MostLines), $"… ({lines.Count - MostLines} more lines)"];
    }
}
