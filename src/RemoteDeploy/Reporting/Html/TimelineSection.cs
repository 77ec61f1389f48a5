using System.Globalization;

namespace RemoteDeploy.Reporting.Html;

/// <summary>When each host did what, as a picture: a bar for each host over the time of the run.</summary>
internal static class TimelineSection
{
    private const int MostHosts = 400;
    private const int MostSpans = 300;
    private const double Width = 1000;
    private const double Narrowest = 1.5;

    private static readonly (string Style, string Word)[] Kinds = [("connect", "connect, probe, lock"), ("copy", "copy"), ("verify", "verify"), ("activate", "activate"), ("run", "test"), ("collect", "collect results")];

    public static bool IsThere(RunPage page) => page.Timeline.Count > 0 && Length(page) > TimeSpan.Zero;

    public static void Write(HtmlWriter html, RunPage page)
    {
        if (!IsThere(page))
        {
            return;
        }

        var hosts = page.Report.Hosts.Where(host => page.Timeline.ContainsKey(host.Host.Name)).ToList();
        var units = new UnitBlocks(page.Report);
        var length = Length(page);

        html.Start("section", ("id", "timeline")).Start("details", ("open", hosts.Count <= 60 ? "" : null)).Start("summary").Element("h2", "Timeline").End();
        html.Start("p", ("class", "legend"));
        foreach (var (style, word) in Kinds.Select(kind => ("p-" + kind.Style, kind.Word)).Concat(units.IsThere ? UnitBlocks.Kinds.Select(kind => ("u-" + kind.Style, kind.Word)) : []))
        {
            html.Start("span").Element("i", "", ("class", "key " + style)).Text(word).End();
        }

        html.End().Start("div", ("class", "time"));
        html.Start("div").Element("span", "").Start("span", ("class", "axis"));
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            html.Element("span", Amount.Time(length * quarter / 4));
        }

        html.End().End();
        foreach (var host in hosts.Take(MostHosts))
        {
            html.Start("div", ("data-f", "")).Element("span", host.Host.Name, ("class", "name"), ("title", host.Host.Name));
            WriteBar(html, host, page.Timeline[host.Host.Name], (page.Report.Started, length), units);
            html.End();
        }

        html.End();
        if (hosts.Count > MostHosts)
        {
            html.Element("p", $"… and {Amount.Of(hosts.Count - MostHosts, "more host")}, see events.jsonl.", ("class", "dim"));
        }

        html.End().End();
    }

    private static TimeSpan Length(RunPage page)
    {
        var last = page.Timeline.Values.SelectMany(spans => spans).Select(span => span.End - page.Report.Started).DefaultIfEmpty().Max();

        // As exact as summary.json is, so that a page that is made again is the same.
        var duration = TimeSpan.FromSeconds((double)Math.Round((decimal)page.Report.Duration.TotalSeconds, 3));
        return last > duration ? last : duration;
    }

    private static void WriteBar(HtmlWriter html, HostReport host, IReadOnlyList<PhaseSpan> spans, (DateTimeOffset Start, TimeSpan Length) time, UnitBlocks units)
    {
        var (start, length) = time;
        html.Start("svg", ("viewBox", "0 0 1000 10"), ("preserveAspectRatio", "none"), ("role", "img"), ("aria-label", $"{host.Host.Name}: {Words(spans)}"));
        // A host of a pool is in very many stages, one after the other.
        foreach (var kind in spans.Count > MostSpans ? spans.GroupBy(span => Kind(span.Phase), StringComparer.Ordinal) : [])
        {
            html.Start("path", ("class", "p-" + kind.Key), ("d", BarPath.Of(kind.Select(span => Place(span, time)), 0, 10))).End();
        }

        foreach (var span in spans.Count > MostSpans ? [] : spans)
        {
            var (x, width) = Place(span, time);
            html.Start("rect", ("class", "p-" + Kind(span.Phase)), ("x", Number(x)), ("width", Number(width)), ("height", "10"));
            html.Element("title", $"{Word(span.Phase)}{(span.Detail is null ? "" : " " + span.Detail)}: {Amount.Time(span.End - span.Start)}, from {Amount.Time(span.Start - start)}").End();
        }

        units.Write(html, host, time);
        html.End();
    }

    private static (double X, double Width) Place(PhaseSpan span, (DateTimeOffset Start, TimeSpan Length) time) =>
        (Math.Clamp((span.Start - time.Start) / time.Length * Width, 0, Width - Narrowest), Math.Max(Narrowest, (span.End - span.Start) / time.Length * Width));

    private static string Words(IReadOnlyList<PhaseSpan> spans) => string.Join(", ", spans
        .GroupBy(span => Word(span.Phase), StringComparer.Ordinal)
        .Select(group => $"{group.Key} {Amount.Time(TimeSpan.FromTicks(group.Sum(span => (span.End - span.Start).Ticks)))}"));

    private static string Word(Phase phase) => phase == Phase.Run ? "test" : phase.ToString().ToLowerInvariant();

    private static string Kind(Phase phase) => phase switch
    {
        Phase.Copy => "copy",
        Phase.Verify => "verify",
        Phase.Activate => "activate",
        Phase.Run => "run",
        Phase.Collect => "collect",
        _ => "connect",
    };

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
