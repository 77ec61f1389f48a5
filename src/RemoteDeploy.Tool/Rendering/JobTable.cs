using System.Globalization;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>The jobs of hosts as a table.</summary>
internal static class JobTable
{
    private static readonly string[] Titles = ["HOST", "RUN", "APP", "JOB", "STATE", "STARTED", "OWNER", "PROGRAM"];

    /// <summary>A line for each job; a sentence when it is known that there is none.</summary>
    public static IEnumerable<string> Lines(RunReport report, Ink ink)
    {
        var rows = report.Hosts.SelectMany(host => host.Jobs.Select(job => Row(host.Host.Name, job))).ToList();
        return rows.Count == 0 ? report.Succeeded ? ["no jobs"] : [] : TextTable.Lines(Titles, rows, ink);
    }

    private static Cell[] Row(string host, JobListing job) =>
    [
        new(SafeText.Line(host), Tone.Strong),
        new(SafeText.Line(job.Run, 60)),
        new(SafeText.Line(job.App, 60)),
        new(SafeText.Line(job.Name, 60)),
        new(State(job), job.State switch { JobState.Running => Tone.Good, JobState.Ended => Tone.Plain, _ => Tone.Bad }),
        new(job.Started is { } started ? started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : ""),
        new(SafeText.Line(job.Owner, 40)),
        new(SafeText.Line(job.Program, 40)),
    ];

    private static string State(JobListing job) => job switch
    {
        { State: JobState.Ended, End: { Cause: JobCause.Exited, Status: { } status } } => string.Create(CultureInfo.InvariantCulture, $"ended {status}"),
        { State: JobState.Ended, End: { } end } => OutcomeWords.Of(end.Cause),
        _ => job.State.ToString().ToLowerInvariant(),
    };
}
