namespace RemoteDeploy.Reporting.Html;

/// <summary>Links to the sections there are, and the field to filter with, which shows only where scripts run.</summary>
internal static class Navigation
{
    public static void Write(HtmlWriter html, RunPage page, TestIndex index)
    {
        (string Id, string Word, bool IsThere)[] sections =
        [
            ("comparison", "Comparison", page.Comparison is not null),
            ("faults", "Faults", FaultSection.Of(page.Report).Count > 0),
            ("failures", "Failed tests", index.Count(TestMark.Failed) > 0),
            ("flaky", "Flaky", FlakySection.Count(page.Report, index) > 0),
            ("pool", "Pool", page.Report.Pool is not null),
            ("hosts", "Hosts", true),
            ("tests", "Tests", index.Rows.Count > 0),
            ("timeline", "Timeline", TimelineSection.IsThere(page)),
            ("slowest", "Slowest", index.Rows.Any(row => row.Longest > TimeSpan.Zero)),
            ("receipts", "Receipts", page.Receipts.Count > 0),
        ];
        html.Start("nav");
        foreach (var (id, word, _) in sections.Where(section => section.IsThere))
        {
            html.Element("a", word, ("href", "#" + id));
        }

        html.Void("input", ("type", "search"), ("placeholder", "filter hosts and tests"), ("aria-label", "filter hosts and tests"), ("hidden", "")).End();
    }
}
