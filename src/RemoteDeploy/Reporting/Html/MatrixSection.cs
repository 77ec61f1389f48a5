namespace RemoteDeploy.Reporting.Html;

/// <summary>
/// Tests against hosts, by suite and class. A row for each test that is not the same green everywhere; all others are counted by
/// class. With many hosts a row is a strip with a stroke for each host.
/// </summary>
internal static class MatrixSection
{
    private const int MostColumns = 24;
    private const int MostRows = 1000;
    private const int MostClasses = 500;

    public static void Write(HtmlWriter html, TestIndex index)
    {
        if (index.Rows.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "tests")).Element("h2", "Tests");
        html.Start("p", ("class", "legend"));
        foreach (var (mark, word) in (ReadOnlySpan<(TestMark, string)>)[(TestMark.Passed, "passed"), (TestMark.Failed, "failed"), (TestMark.Flaky, "flaky"), (TestMark.Skipped, "skipped"), (TestMark.None, "not run")])
        {
            html.Start("span").Element("i", MarkCell.Sign(mark), ("class", "key m m-" + MarkCell.Style(mark))).Text(word).End();
        }

        html.End();
        var left = MostRows;
        foreach (var suite in index.Rows.GroupBy(row => row.Suite, StringComparer.Ordinal))
        {
            left = WriteSuite(html, index, suite.Key, [.. suite], left);
        }

        html.End();
    }

    private static int WriteSuite(HtmlWriter html, TestIndex index, string suite, List<TestRow> rows, int left)
    {
        // Suites may be for some hosts only.
        var places = Enumerable.Range(0, index.Hosts.Count).Where(place => rows.Exists(row => row.Marks[place] != TestMark.None)).ToList();
        var uneven = rows.Where(row => !row.IsPlain).ToList();
        html.Start("details", ("open", uneven.Count > 0 ? "" : null)).Start("summary").Element("b", suite).Text(" ");
        var isShared = index.IsShared(suite);
        var (over, alike, different) = isShared ? ("shared by", "all passed or skipped", "not green") : ("on", "all alike", "not green everywhere");
        html.Element("span", $"{Amount.Of(rows.Count, "test")} {over} {Amount.Of(places.Count, "host")}, {(uneven.Count == 0 ? alike : $"{uneven.Count:#,0} {different}")}", ("class", "dim")).End();
        if (uneven.Count > 0)
        {
            List<TestRow> shown = [.. uneven.OrderByDescending(row => row.On(TestMark.Failed) > 0).Take(left)];
            if (isShared)
            {
                SharedMatrix.Write(html, index, shown);
            }
            else
            {
                WriteRows(html, index, shown, places);
            }
        }

        if (uneven.Count > left)
        {
            html.Element("p", $"… and {uneven.Count - left} more, see results.jsonl.", ("class", "dim"));
        }

        WriteClasses(html, [.. rows.Where(row => row.IsPlain)]);
        html.End();
        return Math.Max(0, left - uneven.Count);
    }

    private static void WriteRows(HtmlWriter html, TestIndex index, List<TestRow> rows, List<int> places)
    {
        var isWide = places.Count > MostColumns;
        html.Start("div", ("class", "wide")).Start("table", ("class", isWide ? "matrix strips" : "matrix")).Start("thead").Start("tr").Element("th", "Test");
        if (isWide)
        {
            html.Element("th", $"{places.Count} hosts, a stroke each").Element("th", "Not passed");
        }
        else
        {
            foreach (var place in places)
            {
                html.Start("th", ("class", "host"), ("title", index.Hosts[place])).Element("span", index.Hosts[place]).End();
            }
        }

        html.End().End();
        foreach (var group in rows.GroupBy(row => row.Class, StringComparer.Ordinal))
        {
            html.Start("tbody");
            if (group.Key.Length > 0)
            {
                html.Start("tr", ("class", "class")).Element("th", group.Key, ("colspan", (isWide ? 3 : places.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture))).End();
            }

            foreach (var row in group)
            {
                html.Start("tr", ("data-f", "")).Element("td", row.DisplayName, ("class", "name"));
                if (isWide)
                {
                    MarkStrip.Write(html, index, row, places);
                }
                else
                {
                    places.ForEach(place => MarkCell.Write(html, row.Marks[place], index.Hosts[place]));
                }

                html.End();
            }

            html.End();
        }

        html.End().End();
    }

    private static void WriteClasses(HtmlWriter html, List<TestRow> plain)
    {
        if (plain.Count == 0)
        {
            return;
        }

        var classes = plain.GroupBy(row => row.Class, StringComparer.Ordinal).ToList();
        html.Start("details").Element("summary", $"{Amount.Of(plain.Count, "test")} alike everywhere, by class").Start("ul", ("class", "classes"));
        foreach (var group in classes.Take(MostClasses))
        {
            var skipped = group.Count(row => row.On(TestMark.Skipped) > 0);
            html.Start("li", ("data-f", "")).Text(group.Key.Length > 0 ? group.Key : "(no class)").Text(": ").Element("span", $"{group.Count() - skipped:#,0} passed{(skipped > 0 ? $", {skipped:#,0} skipped" : "")}", ("class", "dim")).End();
        }

        html.End();
        if (classes.Count > MostClasses)
        {
            html.Element("p", $"… and {classes.Count - MostClasses} more classes.", ("class", "dim"));
        }

        html.End();
    }
}
