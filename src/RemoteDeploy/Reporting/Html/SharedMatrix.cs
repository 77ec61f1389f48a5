namespace RemoteDeploy.Reporting.Html;

/// <summary>Tests of a suite that hosts share: one column, as each test was decided once, and where.</summary>
internal static class SharedMatrix
{
    private static readonly TestMark[] Worst = [TestMark.Failed, TestMark.Flaky, TestMark.Skipped, TestMark.Passed];

    public static void Write(HtmlWriter html, TestIndex index, List<TestRow> rows)
    {
        html.Start("div", ("class", "wide")).Start("table", ("class", "matrix")).Start("thead").Start("tr");
        html.Element("th", "Test").Element("th", "").Element("th", "Decided on").End().End();
        foreach (var group in rows.GroupBy(row => row.Class, StringComparer.Ordinal))
        {
            html.Start("tbody");
            if (group.Key.Length > 0)
            {
                html.Start("tr", ("class", "class")).Element("th", group.Key, ("colspan", "3")).End();
            }

            foreach (var row in group)
            {
                // Rows of data that share a name may have been decided on several hosts.
                var mark = Array.Find(Worst, mark => row.On(mark) > 0);
                var hosts = HostNames.Short(index.HostsOf(row, mark));
                html.Start("tr", ("data-f", "")).Element("td", row.DisplayName, ("class", "name"));
                MarkCell.Write(html, mark, hosts);
                html.Element("td", hosts, ("class", "hosts")).End();
            }

            html.End();
        }

        html.End().End();
    }
}
