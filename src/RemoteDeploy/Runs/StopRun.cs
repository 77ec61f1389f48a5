using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Stored;

namespace RemoteDeploy.Runs;

/// <summary>
/// Asks every running job of a run to end, on each of its hosts. Whoever follows the run goes on and reports it; where its report is
/// written already, nobody will fetch anything any more, and the hosts remove the jobs.
/// </summary>
internal static class StopRun
{
    /// <summary>Does it.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, StopRequest stop, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, stop.Run).TryGet(out var found, out var faults))
        {
            return new RunReport { RunId = "", Verb = "stop", Started = options.Time.GetUtcNow(), Faults = faults };
        }

        var saved = found.Saved;
        var isOver = File.Exists(Path.Combine(found.Folder, StoredRun.SummaryName));
        return await FleetRun.ResumeAsync(
            options,
            (saved.ToRequest(), "stop", saved.RunId),
            null,
            run => run.ForEachAsync(run.Hosts, (host, token) => StopAsync(host, saved, isOver, token)),
            cancellationToken);
    }

    private static async Task StopAsync(HostRun host, SavedRun saved, bool isOver, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);
        if (!(await HostJobs.ListAsync(host.Session, cancellationToken)).TryGet(out var jobs, out var faults))
        {
            host.Fail(faults);
            return;
        }

        var appFolder = host.Session.AppFolder(saved.App);
        var hostJobs = new HostJobs(host.Session, appFolder);
        var own = jobs.Where(job => job.App == saved.App && job.Run == saved.RunId).ToList();
        foreach (var job in own.Where(job => isOver || job.State != JobState.Ended))
        {
            var folder = $"{appFolder}/jobs/{job.Run}/{job.Name}";
            if (job.State != JobState.Ended)
            {
                host.Fail((await hostJobs.StopAsync(folder, cancellationToken)).Faults);
                host.Note($"{SafeText.Line(job.Suite, 100)} is stopped");
            }

            if (isOver)
            {
                var forgotten = await hostJobs.CollectedAsync(folder, cancellationToken);
                host.Fail(forgotten.Faults);
                if (forgotten.TryGet(out var stays, out _) && stays.Length > 0)
                {
                    host.LeavesBehind(HostRun.StuckJob(folder, stays));
                }
            }
        }

        if (own.TrueForAll(job => job.State == JobState.Ended))
        {
            host.Note("no job of the run runs here");
        }

        host.Outcome = HostOutcome.Ok;
    }
}
