using System.Globalization;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>
/// Units as blocks on the bar of their host. What ran in one job stands one after the other from the job's start; of a run with very
/// many units, a job is one block.
/// </summary>
internal sealed class UnitBlocks
{
    private const int MostBlocks = 4000;
    private const int MostOfHost = 1000;
    private const double Narrowest = 1.5;
    private readonly bool isWhole;

    /// <param name="report">The run.</param>
    public UnitBlocks(RunReport report)
    {
        var units = report.Hosts.SelectMany(host => host.Suites).Sum(suite => suite.Units.Count);
        (IsThere, isWhole) = (units > 0, units > MostBlocks);
    }

    /// <summary>True when there are any.</summary>
    public bool IsThere { get; }

    /// <summary>The kinds of block: style and words.</summary>
    public static (string Style, string Word)[] Kinds { get; } = [("unit", "unit passed"), ("again", "passed when run again"), ("broken", "unit failed")];

    /// <summary>Writes those of a host.</summary>
    /// <param name="html">Takes them; a picture of a width of 1000 is open.</param>
    /// <param name="host">The host.</param>
    /// <param name="time">What the picture's width stands for.</param>
    public void Write(HtmlWriter html, HostReport host, (DateTimeOffset Start, TimeSpan Length) time)
    {
        foreach (var block in host.Suites.SelectMany(Blocks).Take(MostOfHost))
        {
            var x = Math.Clamp((block.Start - time.Start) / time.Length * 1000, 0, 1000 - Narrowest);
            var width = Math.Max(Narrowest, block.Length / time.Length * 1000);

            // A gap tells neighbours apart, where there is room for one.
            html.Start("rect", ("class", "u-" + block.Style), ("x", Number(x)), ("y", "2"), ("width", Number(width > 4 ? width - 1 : width)), ("height", "6"));
            html.Element("title", block.Words).End();
        }
    }

    private IEnumerable<Block> Blocks(SuiteReport suite)
    {
        foreach (var job in suite.Units.GroupBy(unit => unit.Job, StringComparer.Ordinal))
        {
            var units = job.ToList();
            if (isWhole && units.Count > 1)
            {
                yield return Of(suite, units);
                continue;
            }

            var start = units[0].Started;
            foreach (var unit in units)
            {
                var length = ToMilliseconds(unit.Duration);
                yield return new Block(start, length, Style(unit), $"{unit.Unit ?? suite.Suite} {PoolWords.Of(unit)}: {Amount.Time(length)}");
                start += length;
            }
        }
    }

    private static Block Of(SuiteReport suite, List<UnitReport> units)
    {
        var failed = units.Count(unit => !unit.Passed);
        var style = failed > 0 ? "broken" : units.Exists(unit => unit.Number > 1) ? "again" : "unit";
        var length = ToMilliseconds(units.Aggregate(TimeSpan.Zero, (sum, unit) => sum + unit.Duration));
        return new Block(units[0].Started, length, style, $"{Amount.Of(units.Count, "unit")} of {suite.Suite}{(failed > 0 ? $", {failed:#,0} failed" : "")}: {Amount.Time(length)}");
    }

    private static string Style(UnitReport unit) => !unit.Passed ? "broken" : unit.Number > 1 ? "again" : "unit";

    // As exact as summary.json is, so that a page that is made again is the same.
    private static TimeSpan ToMilliseconds(TimeSpan time) => TimeSpan.FromMilliseconds(Math.Round(time.TotalMilliseconds));

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    private sealed record Block(DateTimeOffset Start, TimeSpan Length, string Style, string Words);
}
