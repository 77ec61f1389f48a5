using System.Globalization;
using System.Text;

namespace RemoteDeploy.Reporting.Html;

/// <summary>A test on very many hosts: a strip with a stroke for each host, neighbours of one colour joined, and in words where it did not pass.</summary>
internal static class MarkStrip
{
    private const int MostText = 120;

    public static void Write(HtmlWriter html, TestIndex index, TestRow row, List<int> places)
    {
        var words = Words(index, row);
        html.Start("td").Start("svg", ("class", "strip"), ("viewBox", $"0 0 {places.Count} 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", words));
        foreach (var mark in Enum.GetValues<TestMark>())
        {
            var path = Path(row, places, mark);
            if (path.Length > 0 && mark != TestMark.None)
            {
                html.Start("path", ("class", "s-" + MarkCell.Style(mark)), ("d", path)).End();
            }
        }

        html.End().End().Start("td", ("class", "hosts")).Text(words, MostText).End();
    }

    private static string Path(TestRow row, List<int> places, TestMark mark)
    {
        var path = new StringBuilder();
        for (var i = 0; i < places.Count;)
        {
            var end = i;
            while (end < places.Count && row.Marks[places[end]] == mark)
            {
                end++;
            }

            _ = end > i ? path.Append(CultureInfo.InvariantCulture, $"M{i} 0h{end - i}v10h-{end - i}z") : path;
            i = Math.Max(end, i + 1);
        }

        return path.ToString();
    }

    private static string Words(TestIndex index, TestRow row) => string.Join("; ", new[] { TestMark.Failed, TestMark.Flaky, TestMark.Skipped }
        .Where(mark => row.On(mark) > 0)
        .Select(mark => $"{MarkCell.Style(mark)} on {row.On(mark)}: {HostNames.Short(index.HostsOf(row, mark))}"));
}
