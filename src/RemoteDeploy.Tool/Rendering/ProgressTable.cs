using System.Globalization;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>The live table: failed and active hosts, the rest in one line, never more lines than the terminal has.</summary>
internal static class ProgressTable
{
    private const int BarWidth = 10;

    /// <summary>The lines, each at most as wide as the terminal, at least one free line left at its end.</summary>
    public static IReadOnlyList<string> Lines(FleetProgress progress, DateTimeOffset now, TerminalSize size, Ink ink)
    {
        var room = Math.Max(1, size.Height - 4);
        var shown = Shown(progress.Hosts, room);
        var names = shown.Count == 0 ? 0 : Math.Min(30, shown.Max(host => Columns.Width(host.Name)));
        return
        [
            Heading(progress, now, size.Width, ink),
            .. progress.Pool is { } pool ? [ink.Paint(Columns.Cut(PoolWords.Progress(pool, now), size.Width), Tone.Strong)] : Array.Empty<string>(),
            .. shown.Select(host => Row(host, now, names, size.Width, ink)),
            .. Rest(progress.Hosts, shown) is { Length: > 0 } rest ? [ink.Paint(Columns.Cut(rest, size.Width), Tone.Faint)] : Array.Empty<string>(),
        ];
    }

    /// <summary>All hosts when there is room; else failed ones in up to half of it, active ones in the rest.</summary>
    private static List<HostProgress> Shown(IReadOnlyList<HostProgress> hosts, int room)
    {
        if (hosts.Count <= room)
        {
            return [.. hosts];
        }

        var active = hosts.Where(host => host is { Active: true, Failed: false }).ToList();
        var failed = hosts.Where(host => host.Failed).Take(Math.Max(room / 2, room - active.Count)).ToList();
        return [.. failed, .. active.Take(room - failed.Count)];
    }

    private static string Heading(FleetProgress progress, DateTimeOffset now, int width, Ink ink)
    {
        var payload = progress.Payload is { } known ? $", {Amount.Of(known.Files, "file")}, {Amount.Bytes(known.Bytes)}" : "";
        return Ends(new Cell($"{progress.Verb}: {Amount.Of(progress.Hosts.Count, "host")}{payload}", Tone.Strong), Clock(now - progress.Began), width, ink);
    }

    private static string Row(HostProgress host, DateTimeOffset now, int names, int width, Ink ink)
    {
        var name = Columns.Pad(Columns.Cut(host.Name, names), names, right: false);
        var state = new Cell($"  {Columns.Pad(State(host), 10, right: false)}  {Progress(host)}".TrimEnd(), ToneOf(host));
        var time = host switch
        {
            { Report: { } report } => Clock(TimeSpan.FromTicks(report.Timings.Sum(timing => timing.Duration.Ticks))),
            { Began: { } began } => Clock(now - began),
            _ => "",
        };
        return ink.Paint(name, Tone.Strong) + Ends(state, time, width - names, ink);
    }

    private static string State(HostProgress host) => host switch
    {
        { Report: { } report } => OutcomeWords.Of(report.Outcome),
        { Failed: true } => "failing",
        _ => OutcomeWords.Of(host.Phase),
    };

    private static string Progress(HostProgress host) => host switch
    {
        { Fault: { } fault } => fault,
        { Report: { } report } => SafeText.Line(report.Release),
        { BytesTotal: > 0 } => $"{Bar(host)} {Amount.Percent(host.BytesDone, host.BytesTotal),3}%  {Amount.Part(host.BytesDone, host.BytesTotal)}",
        _ => host.Detail ?? "",
    };

    private static string Bar(HostProgress host)
    {
        var full = Amount.Percent(host.BytesDone, host.BytesTotal) * BarWidth / 100;
        return new string('█', full) + new string('░', BarWidth - full);
    }

    private static Tone ToneOf(HostProgress host) => host switch
    {
        { Failed: true } => Tone.Bad,
        { Report: { } report } => OutcomeWords.Tone(report),
        { Active: true } => Tone.Plain,
        _ => Tone.Faint,
    };

    /// <summary>Text at the left end and a time at the right end of a line.</summary>
    private static string Ends(Cell left, string right, int width, Ink ink)
    {
        var room = Math.Max(0, width - right.Length - 1);
        var text = Columns.Cut(left.Text, room);
        return ink.Paint(text, left.Tone) + new string(' ', Math.Max(0, room - Columns.Width(text)) + 1) + ink.Paint(right, Tone.Faint);
    }

    private static string Rest(IReadOnlyList<HostProgress> hosts, List<HostProgress> shown)
    {
        var hidden = hosts.Except(shown).ToList();
        string[] parts =
        [
            Count(hidden.Count(host => host is { Report: not null, Failed: false }), "done"),
            Count(hidden.Count(host => host is { Active: true, Failed: false }), "more at work"),
            Count(hidden.Count(host => host.Failed), "more failed"),
            Count(hidden.Count(host => host is { Active: false, Failed: false, Report: null }), "waiting"),
        ];
        return string.Join(", ", parts.Where(part => part.Length > 0));
    }

    private static string Count(int number, string what) => number == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{number} {what}");

    private static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)Math.Max(0, time.TotalMinutes)}:{Math.Max(0, time.Seconds):00}");
}
