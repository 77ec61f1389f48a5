using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What people read when a run is over; faults go elsewhere, see <see cref="FaultLines"/>.</summary>
internal static class Summary
{
    /// <summary>What each host and each test did.</summary>
    /// <param name="report">The report.</param>
    /// <param name="workFolder">Paths below it are shortened.</param>
    /// <param name="width">Columns of the terminal; null where there is none.</param>
    /// <param name="ink">Colours.</param>
    public static IEnumerable<string> Body(RunReport report, string workFolder, int? width, Ink ink)
    {
        if (report.Hosts.Count == 0)
        {
            return [];
        }

        IEnumerable<string> hosts = report.Verb switch
        {
            "doctor" => DoctorLines.Of(report, width, ink),
            "ps" => JobTable.Lines(report, ink),
            _ => OutcomeTable.Lines(report, ink),
        };
        return [.. hosts, .. Notes(report), .. TestLines.Of(report, workFolder, ink)];
    }

    /// <summary>Where everything is written, and the verdict, last.</summary>
    public static IEnumerable<string> End(RunReport report, string workFolder, Ink ink)
    {
        if (report.RunFolder is { } folder)
        {
            yield return "run folder: " + SafeText.Line(LocalPath.ForReading(folder, workFolder));
        }

        if (report.Page is { } page)
        {
            yield return "report: " + SafeText.Line(LocalPath.ForReading(page, workFolder));
        }

        yield return Verdict.Of(report, ink);
    }

    private static IEnumerable<string> Notes(RunReport report) => report.Hosts
        .SelectMany(host => host.Notes.Concat(host.LeftBehind.Select(HostWords.Left)).Select(note => (Host: SafeText.Line(host.Host.Name), Note: SafeText.Line(note))))
        .GroupBy(entry => entry.Note, entry => entry.Host)
        .Select(group => $"{HostNames.Short([.. group])}: {group.Key}");
}
