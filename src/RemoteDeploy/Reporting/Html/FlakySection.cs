namespace RemoteDeploy.Reporting.Html;

/// <summary>Tests, and units without tests, that passed only when they were tried again.</summary>
internal static class FlakySection
{
    private const int Most = 200;

    /// <summary>How many there are.</summary>
    public static int Count(RunReport report, TestIndex index) => index.Rows.Count(row => row.Flaky is not null) + FlakyTest.UnitsOf(report).Count;

    public static void Write(HtmlWriter html, RunReport report, TestIndex index)
    {
        List<FlakyTest> flaky = [.. index.Rows.Where(row => row.Flaky is not null).Select(row => FlakyTest.Of(row.Flaky!)), .. FlakyTest.UnitsOf(report)];
        if (flaky.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "flaky")).Element("h2", $"Flaky tests ({flaky.Count:#,0})").Start("ul");
        foreach (var one in flaky.Take(Most))
        {
            html.Start("li", ("data-f", "")).Element("b", one.Name).Text(" ").Element("span", $"{one.Suite}: {one.Words()}", ("class", "dim")).End();
        }

        html.End();
        if (flaky.Count > Most)
        {
            html.Element("p", $"… and {flaky.Count - Most} more, see results.jsonl.", ("class", "dim"));
        }

        html.End();
    }
}
