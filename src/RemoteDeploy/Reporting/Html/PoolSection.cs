using RemoteDeploy.Pool;

namespace RemoteDeploy.Reporting.Html;

/// <summary>How suites that hosts share went: how well the hosts were used, and what was out of the ordinary.</summary>
internal static class PoolSection
{
    public static void Write(HtmlWriter html, PoolReport? pool)
    {
        if (pool is null)
        {
            return;
        }

        html.Start("section", ("id", "pool")).Element("h2", "Pool");
        html.Start("p").Element("b", PoolWords.Use(pool)).Text($"; {PoolWords.Work(pool)}").End();
        html.Element("p", $"Shared: {string.Join(", ", pool.Suites)}. No schedule can be shorter than the ideal: all work spread evenly over the hosts, or the longest unit alone.", ("class", "dim"));
        WriteBars(html, PoolWords.ToMilliseconds(pool.Summary));
        var remarks = PoolWords.Remarks(pool);
        if (remarks.Count > 0)
        {
            html.Start("ul");
            foreach (var remark in remarks)
            {
                html.Element("li", remark);
            }

            html.End();
        }

        html.End();
    }

    private static void WriteBars(HtmlWriter html, PoolSummary summary)
    {
        var longest = Math.Max(summary.Makespan.TotalSeconds, summary.Ideal.TotalSeconds);
        if (longest <= 0)
        {
            return;
        }

        html.Start("div", ("class", "time"));
        WriteBar(html, "took", summary.Makespan, longest, "p-run");
        WriteBar(html, "ideal", summary.Ideal, longest, "p-copy");
        html.End();
    }

    private static void WriteBar(HtmlWriter html, string name, TimeSpan time, double longest, string style)
    {
        html.Start("div").Element("span", $"{name} {Amount.Time(time)}", ("class", "name"));
        html.Start("svg", ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", $"{name} {Amount.Time(time)}"));
        html.Start("rect", ("class", style), ("width", Math.Round(time.TotalSeconds / longest * 1000).ToString(System.Globalization.CultureInfo.InvariantCulture)), ("height", "10")).End().End().End();
    }
}
