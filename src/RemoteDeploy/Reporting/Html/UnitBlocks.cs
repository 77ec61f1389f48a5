using System.Globalization;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Units as blocks on the bar of their host. What ran in one job stands one after the other from the job's start.</summary>
internal sealed class UnitBlocks
{
    private const int MostBlocks = 4000;
    private const double Narrowest = 1.5;
    private readonly bool areMany;

    /// <param name="report">The run.</param>
    public UnitBlocks(RunReport report)
    {
        var units = report.Hosts.SelectMany(host => host.Suites).Sum(suite => suite.Units.Count);
        (IsThere, areMany) = (units > 0, units > MostBlocks);
    }

    /// <summary>True when there are any.</summary>
    public bool IsThere { get; }

    /// <summary>The kinds of block: style and words. The last one is drawn over the others.</summary>
    public static (string Style, string Word)[] Kinds { get; } = [("unit", "unit passed"), ("again", "passed when run again"), ("broken", "unit failed")];

    /// <summary>Writes those of a host.</summary>
    /// <param name="html">Takes them; a picture of a width of 1000 is open.</param>
    /// <param name="host">The host.</param>
    /// <param name="time">What the picture's width stands for.</param>
    public void Write(HtmlWriter html, HostReport host, (DateTimeOffset Start, TimeSpan Length) time)
    {
        var blocks = host.Suites.SelectMany(suite => Blocks(suite, time)).OrderBy(block => block.X).ToList();
        foreach (var (style, _) in areMany ? Kinds : [])
        {
            var path = BarPath.Of(blocks.Where(block => block.Style == style).Select(block => (block.X, block.Width)), 2, 6);
            _ = path.Length == 0 ? html : html.Start("path", ("class", "u-" + style), ("d", path)).End();
        }

        foreach (var block in areMany ? [] : blocks)
        {
            // A gap tells neighbours apart, where there is room for one.
            html.Start("rect", ("class", "u-" + block.Style), ("x", Number(block.X)), ("y", "2"), ("width", Number(block.Width > 4 ? block.Width - 1 : block.Width)), ("height", "6"));
            html.Element("title", block.Words).End();
        }
    }

    private static IEnumerable<Block> Blocks(SuiteReport suite, (DateTimeOffset Start, TimeSpan Length) time)
    {
        foreach (var job in suite.Units.GroupBy(unit => unit.Job, StringComparer.Ordinal))
        {
            var start = job.First().Started;
            foreach (var unit in job)
            {
                // As exact as summary.json is, so that a page that is made again is the same.
                var length = TimeSpan.FromMilliseconds(Math.Round(unit.Duration.TotalMilliseconds));
                var x = Math.Clamp((start - time.Start) / time.Length * 1000, 0, 1000 - Narrowest);
                yield return new Block(x, Math.Max(Narrowest, length / time.Length * 1000), Style(unit), $"{unit.Unit ?? suite.Suite} {PoolWords.Of(unit)}: {Amount.Time(length)}");
                start += length;
            }
        }
    }

    private static string Style(UnitReport unit) => !unit.Passed ? "broken" : unit.Number > 1 ? "again" : "unit";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Block(double X, double Width, string Style, string Words);
}
