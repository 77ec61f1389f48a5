namespace RemoteDeploy.Reporting.Html;

/// <summary>What is new against another run.</summary>
internal static class ComparisonSection
{
    private const int Most = 200;
    private const int Opened = 20;

    public static void Write(HtmlWriter html, RunComparison? comparison)
    {
        if (comparison is null)
        {
            return;
        }

        html.Start("section", ("id", "comparison")).Element("h2", $"Against run {comparison.EarlierRunId}");
        Tests(html, "Newly failing", comparison.NewlyFailing);
        Tests(html, "Mended", comparison.Mended);
        Tests(html, "Newly flaky", comparison.NewlyFlaky);
        Tests(html, "Still failing", comparison.StillFailing);
        Tests(html, "Gone", comparison.Gone);
        Tests(html, "Added", comparison.Added);
        Items(html, "Durations", comparison.Durations, one => (one.Name, $"{one.Suite}: {Amount.Time(one.Earlier)} before, {Amount.Time(one.Now)} now"));
        Items(html, "Other releases", [.. comparison.Releases.GroupBy(one => (one.Earlier, one.Now))], group => (HostNames.Short([.. group.Select(one => one.Host)]), $"{group.Key.Earlier ?? "not in that run"} before, {group.Key.Now ?? "not in this run"} now"));
        html.End();
    }

    private static void Tests(HtmlWriter html, string title, IReadOnlyList<ComparedTest> tests) =>
        Items(html, title, tests, test => (test.Name, test.Suite + (test.Hosts.Count > 0 ? " on " + HostNames.Short(test.Hosts) : "")));

    private static void Items<T>(HtmlWriter html, string title, IReadOnlyList<T> items, Func<T, (string Name, string Words)> words)
    {
        if (items.Count == 0)
        {
            html.Element("p", $"{title}: none", ("class", "dim"));
            return;
        }

        html.Start("details", ("open", items.Count <= Opened ? "" : null)).Element("summary", $"{title}: {items.Count:#,0}").Start("ul");
        foreach (var item in items.Take(Most))
        {
            var (name, rest) = words(item);
            html.Start("li", ("data-f", "")).Element("b", name).Text(" ").Element("span", rest, ("class", "dim")).End();
        }

        html.End();
        if (items.Count > Most)
        {
            html.Element("p", $"… and {items.Count - Most} more; --json has all.", ("class", "dim"));
        }

        html.End();
    }
}
