using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>
/// Asks every running job of a run to end, on each of its hosts, and waits until it has. Whoever follows the run goes on and reports it.
/// Where its report is written already, jobs whose results are here are removed, and what was never fetched stays for <c>logs</c>.
/// </summary>
internal sealed class StopRun(FleetRun run, (string Folder, SavedRun Saved) found, TimeSpan patience)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    /// <summary>Does it.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, StopRequest stop, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, stop.Run).TryGet(out var found, out var faults))
        {
            return new RunReport { RunId = "", Verb = "stop", Started = options.Time.GetUtcNow(), Faults = faults };
        }

        return await FleetRun.ResumeAsync(
            options,
            (found.Saved.ToRequest(), "stop", found.Saved.RunId),
            null,
            run => run.ForEachAsync(run.Hosts, new StopRun(run, found, stop.Patience).ExecuteAsync),
            cancellationToken);
    }

    private async Task ExecuteAsync(HostRun host, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);
        var wasOver = RunFolder.IsOver(found.Folder);
        if (await ListAsync(host, cancellationToken) is not { } listed)
        {
            return;
        }

        if (listed.TrueForAll(job => job.State == JobState.Ended))
        {
            host.Note("no job of the run runs here");
        }

        var asked = await AskAsync(host, listed, cancellationToken);
        if (asked.Count > 0)
        {
            if (await AwaitAsync(host, asked, cancellationToken) is not { } after)
            {
                return;
            }

            listed = after;
            Tell(host, asked, listed);
        }

        var ended = listed.FindAll(job => job.State != JobState.Running);
        if (wasOver)
        {
            var gone = asked.FindAll(job => listed.TrueForAll(other => other.Name != job.Name));
            if (gone.Count > 0)
            {
                host.Note($"what {Words(gone)} wrote was removed: the run had told the host to forget it");
            }

            await RemoveFetchedAsync(host, ended, cancellationToken);
        }
        else if (ended.Count > 0 && !RunFolder.IsOver(found.Folder))
        {
            host.Note($"what {Words(ended)} wrote stays for whoever follows the run; if nobody does: remotedeploy attach {found.Saved.RunId}");
        }

        host.Outcome = HostOutcome.Ok;
    }

    // The jobs of the run that the host has.
    private async Task<List<JobListing>?> ListAsync(HostRun host, CancellationToken cancellationToken)
    {
        if ((await HostJobs.ListAsync(host.Session, cancellationToken)).TryGet(out var jobs, out var faults))
        {
            return [.. jobs.Where(job => job.App == found.Saved.App && job.Run == found.Saved.RunId)];
        }

        host.Fail(faults);
        return null;
    }

    private async Task<List<JobListing>> AskAsync(HostRun host, List<JobListing> listed, CancellationToken cancellationToken)
    {
        var asked = new List<JobListing>();
        foreach (var job in listed.Where(job => job.State != JobState.Ended))
        {
            // One that is not there any more has ended meanwhile, and was fetched.
            var told = await new HostJobs(host.Session, "").StopAsync(FolderOf(host, job), cancellationToken);
            if (told.Faults.All(fault => fault.Code == FaultCatalog.RemotePathMissing))
            {
                asked.Add(job);
            }
            else
            {
                host.Fail(told.Faults);
                host.Jobs.Leave(FolderOf(host, job));
            }
        }

        return asked;
    }

    // What was asked to end has ended when the host says so, or has it no more: whoever follows the run may have fetched it.
    private async Task<List<JobListing>?> AwaitAsync(HostRun host, List<JobListing> asked, CancellationToken cancellationToken)
    {
        var time = run.Options.Time;
        var since = time.GetTimestamp();
        List<JobListing>? listed = null;
        try
        {
            do
            {
                await Task.Delay(Pause, time, cancellationToken);
                listed = await ListAsync(host, cancellationToken);
            }
            while (listed is not null && StillRunning(asked, listed).Any() && time.GetElapsedTime(since) < patience);

            // A supervisor that died of something else meanwhile has left its job to us.
            foreach (var job in listed?.Where(job => job.State == JobState.Lost && asked.Exists(one => one.Name == job.Name && one.State == JobState.Running)) ?? [])
            {
                await new HostJobs(host.Session, "").StopAsync(FolderOf(host, job), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            Leave(listed is null ? asked : StillRunning(asked, listed));
            throw;
        }

        Leave(listed is null ? asked : []);
        return listed;

        void Leave(IEnumerable<JobListing> jobs)
        {
            foreach (var job in jobs)
            {
                host.Jobs.Leave(FolderOf(host, job));
            }
        }
    }

    private static IEnumerable<JobListing> StillRunning(List<JobListing> asked, List<JobListing> listed) =>
        asked.Where(job => listed.Exists(other => other.Name == job.Name && other.State == JobState.Running));

    private void Tell(HostRun host, List<JobListing> asked, List<JobListing> listed)
    {
        var running = StillRunning(asked, listed).ToList();
        foreach (var job in asked.Except(running))
        {
            host.Note($"{Words([job])} is stopped");
        }

        foreach (var job in running)
        {
            var folder = FolderOf(host, job);
            host.Fail(new Fault(FaultCatalog.RemoteStepFailed, $"{Words([job])} was asked to stop and still runs")
            {
                Path = folder,
                Expected = $"its end within {patience.TotalSeconds:0.#} s",
                Found = "its supervisor lives and has noted no end",
                Try = $"Run remotedeploy stop {found.Saved.RunId} again. If it still runs, the supervisor may be frozen: kill -KILL it on the host (its number is the first in {folder}/state), and the next stop ends what is left of the job",
            });
            host.LeavesBehind($"the job in {folder}, which was asked to stop and still runs");
        }
    }

    // Nobody goes back to the run: what is here as well is of no more use there, and what is not can still be read there.
    private async Task RemoveFetchedAsync(HostRun host, List<JobListing> ended, CancellationToken cancellationToken)
    {
        var records = RunFolder.JobsOf(found.Folder);
        var fetched = ended.FindAll(job => OldJobs.IsFetched(records, host.Host.Name, $"{job.Run}/{job.Name}"));
        var kept = ended.Except(fetched).ToList();
        var removed = new List<JobListing>();

        // The last first: an earlier one may hold the folder that later ones ran in.
        foreach (var job in fetched.AsEnumerable().Reverse())
        {
            var folder = FolderOf(host, job);
            var forgotten = await new HostJobs(host.Session, "").CollectedAsync(folder, cancellationToken);
            host.Fail(forgotten.Faults);
            if (!forgotten.TryGet(out var stays, out _))
            {
                continue;
            }

            if (stays.Length > 0)
            {
                host.LeavesBehind(OwnedJobs.Stuck(folder, stays));
            }
            else
            {
                removed.Add(job);
            }
        }

        if (removed.Count > 0)
        {
            host.Note($"what {Words(removed)} wrote had been fetched, and was removed");
        }

        if (kept.Count > 0)
        {
            host.Note($"what {Words(kept)} wrote was not fetched, and stays for a week: remotedeploy logs {found.Saved.RunId} shows it");
        }
    }

    private string FolderOf(HostRun host, JobListing job) => $"{host.Session.AppFolder(found.Saved.App)}/jobs/{job.Run}/{job.Name}";

    private static string Words(IReadOnlyList<JobListing> jobs) => jobs is [var one]
        ? SafeText.Line(one.Suite.Length > 0 ? one.Suite : one.Name, 100)
        : string.Create(CultureInfo.InvariantCulture, $"{jobs.Count} jobs");
}
