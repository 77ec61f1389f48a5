using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Tests that passed only when they were tried again.</summary>
internal static class FlakySection
{
    private const int Most = 200;

    public static void Write(HtmlWriter html, TestIndex index)
    {
        var flaky = index.Rows.Where(row => row.Flaky is not null).ToList();
        if (flaky.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "flaky")).Element("h2", $"Flaky tests ({flaky.Count:#,0})").Start("ul");
        foreach (var row in flaky.Take(Most))
        {
            html.Start("li", ("data-f", "")).Element("b", row.Name).Text(" ").Element("span", $"{row.Suite}: {Tries(row.Flaky!)}", ("class", "dim")).End();
        }

        html.End();
        if (flaky.Count > Most)
        {
            html.Element("p", $"… and {flaky.Count - Most} more, see results.jsonl.", ("class", "dim"));
        }

        html.End();
    }

    private static string Tries(MergedTest test) => test.Attempts.Count == 1
        ? $"passed on {test.Final.Host} after its runner had tried again"
        : string.Join(", then ", test.Attempts.TakeLast(5).Select(attempt => $"{attempt.Result.Outcome.ToString().ToLowerInvariant()} on {attempt.Host}"));
}
