using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>Asks every running job of a run to end, on each of its hosts. Whoever follows the run goes on and reports it.</summary>
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
        return await FleetRun.ResumeAsync(
            options,
            (saved.ToRequest(), "stop", saved.RunId),
            null,
            run => run.ForEachAsync(run.Hosts, (host, token) => StopAsync(host, saved, token)),
            cancellationToken);
    }

    private static async Task StopAsync(HostRun host, SavedRun saved, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);
        if (!(await HostJobs.ListAsync(host.Session, cancellationToken)).TryGet(out var jobs, out var faults))
        {
            host.Fail(faults);
            return;
        }

        var appFolder = host.Session.AppFolder(saved.App);
        var hostJobs = new HostJobs(host.Session, appFolder);
        var running = jobs.Where(job => job.App == saved.App && job.Run == saved.RunId && job.State != JobState.Ended).ToList();
        foreach (var job in running)
        {
            host.Fail((await hostJobs.StopAsync($"{appFolder}/jobs/{job.Run}/{job.Name}", cancellationToken)).Faults);
            host.Note($"{SafeText.Line(job.Suite, 100)} is stopped");
        }

        if (running.Count == 0)
        {
            host.Note("no job of the run runs here");
        }

        host.Outcome = HostOutcome.Ok;
    }
}
