using System.Globalization;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>A line for each host: what a verb did there.</summary>
internal static class OutcomeTable
{
    private sealed record Column(string Title, Func<HostReport, string> Text, bool Right = false);

    private static readonly Column Release = new("RELEASE", static host => SafeText.Line(host.Release));
    private static readonly Column From = new("FROM", static host => SafeText.Line(host.PreviousRelease));
    private static readonly Column Files = new("FILES", static host => Count(host.Files), Right: true);
    private static readonly Column Size = new("SIZE", static host => host.Files == 0 ? "" : Amount.Bytes(host.Bytes), Right: true);
    private static readonly Column Sent = new("SENT", Transfer, Right: true);
    private static readonly Column WouldSend = new("WOULD SEND", Transfer, Right: true);
    private static readonly Column Reused = new("REUSED", static host => Count(host.FilesReused), Right: true);
    private static readonly Column Verified = new("VERIFIED", VerifiedHow);
    private static readonly Column Exit = new("EXIT", static host => host.Command?.ExitCode?.ToString(CultureInfo.InvariantCulture) ?? "", Right: true);
    private static readonly Column Time = new("TIME", TimeOf, Right: true);

    /// <summary>The table.</summary>
    public static IEnumerable<string> Lines(RunReport report, Ink ink)
    {
        var columns = ColumnsOf(report.Verb);
        string[] titles = ["HOST", "OUTCOME", .. columns.Select(column => column.Title)];
        return TextTable.Lines(titles, [.. report.Hosts.Select(host => Row(host, columns))], ink);
    }

    private static Cell[] Row(HostReport host, Column[] columns) =>
    [
        new(SafeText.Line(host.Host.Name), Tone.Strong),
        new(OutcomeWords.Of(host.Outcome), OutcomeWords.Tone(host)),
        .. columns.Select(column => new Cell(column.Text(host), Right: column.Right)),
    ];

    private static Column[] ColumnsOf(string verb) => verb switch
    {
        "plan" => [Release, Files, WouldSend, Reused],
        "verify" => [Release, Files, Size, Time],
        "rollback" => [Release, From, Files, Time],
        "put" => [Files, Sent, Time],
        "get" => [Files, Size, Time],
        "exec" => [Exit, Time],
        "test" => [Release, Time],
        _ => [Release, Files, Sent, Verified, Time],
    };

    private static string Count(int number) => number == 0 ? "" : number.ToString("#,0", CultureInfo.InvariantCulture);

    private static string Transfer(HostReport host) =>
        host.FilesSent > 0 ? $"{Amount.Of(host.FilesSent, "file")}, {Amount.Bytes(host.BytesSent)}" : host.Files > 0 ? "nothing" : "";

    // What was not read again is said, and how much.
    private static string VerifiedHow(HostReport host) => host.Verified switch
    {
        null => "",
        Reporting.VerifiedHow.Recomputed => "all read",
        _ => host.FilesRecorded == host.Files ? "by record" : $"{Count(host.FilesRecorded)} by record",
    };

    private static string TimeOf(HostReport host)
    {
        var ticks = host.Timings.Where(timing => timing.Phase != Phase.Waiting).Sum(timing => timing.Duration.Ticks);
        return host.Timings.Count == 0 ? "" : Amount.Time(TimeSpan.FromTicks(ticks));
    }
}
