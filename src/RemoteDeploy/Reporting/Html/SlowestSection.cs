namespace RemoteDeploy.Reporting.Html;

/// <summary>The tests that took longest.</summary>
internal static class SlowestSection
{
    private const int Most = 20;

    public static void Write(HtmlWriter html, TestIndex index)
    {
        var slowest = index.Rows.Where(row => row.Longest > TimeSpan.Zero).OrderByDescending(row => row.Longest).Take(Most).ToList();
        if (slowest.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "slowest")).Element("h2", "Slowest tests").Start("div", ("class", "wide")).Start("table");
        html.Start("thead").Start("tr").Element("th", "Test").Element("th", "Suite").Element("th", "Longest", ("class", "num")).Element("th", "On").Element("th", "Mean", ("class", "num")).Element("th", "Results", ("class", "num")).End().End().Start("tbody");
        foreach (var row in slowest)
        {
            html.Start("tr", ("data-f", "")).Element("td", row.Name, ("class", "name")).Element("td", row.Suite).Element("td", Amount.Time(row.Longest), ("class", "num")).Element("td", index.Hosts[row.LongestOn]);
            html.Element("td", Amount.Time(row.Total / row.Runs), ("class", "num")).Element("td", $"{row.Runs:#,0}", ("class", "num")).End();
        }

        html.End().End().End().End();
    }
}
