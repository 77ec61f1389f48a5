using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Testing;

/// <summary>The jobs of suites on one host: started once, followed to their end however often the connection is lost, stopped with the run.</summary>
internal sealed class SuiteJobs(FleetRun fleet, HostRun host, TestSettings settings)
{
    /// <summary>Bytes kept of the beginning of what a suite prints, and as many of its end.</summary>
    public const long OutputCap = 8L << 20;

    private const string NotStopped = "the host did not take the word to stop its job; its supervisor ends it at its deadline";
    private const long MostText = 64L << 20;
    private const int MostStops = 10;

    // Whoever pressed Ctrl+C gets the prompt back soon after.
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(150);

    /// <summary>How long the host may be out of reach.</summary>
    public Contact Contact { get; } = new(fleet.Identity.Time, settings.LostAfter, host.Note);

    /// <summary>Where what a part of a suite prints and leaves is kept here.</summary>
    public string FolderOf(SuitePart part) => fleet.Folder!.ResultsOf(host.Host.Name, part.Name);

    /// <summary>Starts a job in the folder of a ground, which becomes the job's own.</summary>
    /// <returns>The job, or the faults of starting; RD1016 when the lock went before.</returns>
    public async Task<Attempt<JobHandle>> StartAsync(SuitePart part, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, CancellationToken cancellationToken)
    {
        var identity = fleet.Identity;
        var spec = new JobSpec
        {
            Id = JobId.Of(identity.RunId, part.Name, part.Attempt),
            WorkFolder = on.Ground.WorkFolder,
            Arguments = command.Arguments,
            Timeout = part.Timeout,
            OutputCap = OutputCap,
            Environment =
            [
                .. part.Suite.Environment,
                new("REMOTEDEPLOY_HOST", host.Host.Name),
                new("REMOTEDEPLOY_RUN", identity.RunId),
                new("REMOTEDEPLOY_RELEASE", $"{on.Release.Lease.Folder}/releases/{on.Ground.Release}"),
                new("REMOTEDEPLOY_MANIFEST", on.Ground.Manifest.Digest),
            ],
            Label = new JobLabel(host.Host.Name, part.Name, command.Program, identity.Owner, identity.Time.GetUtcNow()),
        };

        // Known before the answer comes: the request may arrive although nobody hears of it.
        var folder = $"{on.Release.Lease.Folder}/jobs/{spec.Id}";
        host.Jobs.Add(folder);
        var asked = Record(JobRecordKind.Starting, part, folder) with
        {
            Attempt = part.Attempt,
            WorkFolder = spec.WorkFolder.Contains($"/work/{identity.RunId}/", StringComparison.Ordinal) ? $"{folder}/work" : spec.WorkFolder,
            Release = on.Ground.Release,
            Manifest = on.Ground.Manifest.Digest,
            Units = part.Units,
        };
        fleet.Folder!.Write(asked);
        var started = await StartAsync(part, new HostJobs(host.Session, on.Release.Lease.Folder), spec, folder, cancellationToken);
        if (started.TryGet(out var job, out var faults))
        {
            fleet.Folder!.Write(asked with { Kind = JobRecordKind.Started, Time = identity.Time.GetUtcNow(), Folder = job.Folder, WorkFolder = job.WorkFolder });
        }
        else if (faults.All(fault => fault.Code != FaultCatalog.HostLost))
        {
            fleet.Folder!.Write(Record(JobRecordKind.NotStarted, part, folder));
        }

        return started;
    }

    /// <summary>Follows a job to its end.</summary>
    public async Task<SuiteJob> FollowAsync(SuitePart part, JobPlace place, JobOutput output, CancellationToken cancellationToken)
    {
        var folder = place.Folder;
        var started = fleet.Identity.Time.GetTimestamp();
        var follower = new JobFollower(host.Session, Contact);
        try
        {
            var (end, faults) = await follower.FollowAsync(folder, output, cancellationToken);
            fleet.Folder!.Write(Record(JobRecordKind.Ended, part, folder) with { Cause = end?.Cause, Status = end?.Status, Began = end?.Began, Skew = host.Facts?.ClockSkew.TotalSeconds ?? 0 });
            if (end is { Cause: JobCause.HostLost } || (end is null && faults.Any(fault => fault.Code != FaultCatalog.RemotePathMissing && fault.Code != FaultCatalog.CannotWriteHere)))
            {
                host.Jobs.Leave(folder);

                // What it runs in must not go before it.
                Keep(part, place.Folders.Skip(1));
            }

            return new SuiteJob(end, faults, part.Timeout, DurationOf(end) ?? fleet.Identity.Time.GetElapsedTime(started));
        }
        catch (OperationCanceledException)
        {
            await StopAsync(folder);
            throw;
        }
    }

    /// <summary>Runs a program and takes what it prints.</summary>
    public async Task<Attempt<(SuiteJob Job, string Text, SuiteGround Ground)>> RunAsync(SuitePart part, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, CancellationToken cancellationToken)
    {
        var started = await StartAsync(part, command, on, cancellationToken);
        if (!started.TryGet(out var job, out var faults))
        {
            return Attempt<(SuiteJob, string, SuiteGround)>.Failed(faults);
        }

        using var output = new JobOutput(FolderOf(part), OutputCap);
        var ended = await FollowAsync(part, new JobPlace(job.Folder, job.WorkFolder), output, cancellationToken);
        if (ended.Faults.Count > 0)
        {
            return Attempt<(SuiteJob, string, SuiteGround)>.Failed(ended.Faults);
        }

        output.Complete();
        var text = File.Exists(output.Out.Path) && new FileInfo(output.Out.Path).Length <= MostText ? await File.ReadAllTextAsync(output.Out.Path, cancellationToken) : "";
        text = ended.Status == 0 ? text : output.Text();
        if (command.IsRefused(ended, part.Suite))
        {
            // The next start writes to the same files, and what is there would count as read.
            Forget(output);
        }

        return (ended, text, on.Ground with { WorkFolder = job.WorkFolder });
    }

    /// <summary>Notes on the host what a person should know of a job that has ended.</summary>
    public void Tell(SuitePart part, SuiteJob job, JobOutput output)
    {
        var name = SafeText.Line(part.Name);
        if (output.LeftOut > 0)
        {
            host.Note(string.Create(CultureInfo.InvariantCulture, $"suite '{name}' printed so much that {output.LeftOut} bytes in the middle were not kept"));
        }

        foreach (var stream in job.End?.LostStreams ?? [])
        {
            host.Note($"suite '{name}': the host's disk was full, and the rest of std{stream} is lost");
        }

        foreach (var left in job.End?.Leftovers ?? [])
        {
            host.Note($"suite '{name}' left a process behind, which was ended: {left}");
        }
    }

    /// <summary>Keeps what a job left on the host where that was lost before everything was here.</summary>
    /// <param name="part">What of a suite it ran.</param>
    /// <param name="place">Where it ran.</param>
    /// <param name="faults">How fetching went.</param>
    public void KeepUnlessFetched(SuitePart part, JobPlace place, IEnumerable<Fault> faults)
    {
        if (HostFaults.AreOfLostHost(faults))
        {
            Keep(part, place.Folders);
        }
    }

    /// <summary>Removes what was kept here of a job's output.</summary>
    public static void Forget(JobOutput output)
    {
        output.Dispose();
        foreach (var path in new[] { output.Out.Path, output.Error.Path }.Where(path => Directory.Exists(Path.GetDirectoryName(path))))
        {
            File.Delete(path);
            File.Delete(path + ".gaps");
        }
    }

    private void Keep(SuitePart part, IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            fleet.Folder!.Write(Record(JobRecordKind.Unfetched, part, folder));
            host.Jobs.KeepUnfetched(folder, fleet.Identity.RunId);
        }
    }

    /// <summary>A line about a job for the run folder.</summary>
    public JobRecord Record(JobRecordKind kind, SuitePart part, string folder) =>
        new() { Kind = kind, Time = fleet.Identity.Time.GetUtcNow(), Host = host.Host.Name, Suite = part.Suite.Name, Part = part.Name == part.Suite.Name ? null : part.Name, Folder = folder };

    /// <summary>The same faults with the host's name.</summary>
    public IReadOnlyList<Fault> Named(IEnumerable<Fault> faults) => [.. faults.Select(fault => fault with { Host = host.Host.Name, Phase = fault.Phase ?? host.Phase })];

    private async Task<Attempt<JobHandle>> StartAsync(SuitePart part, HostJobs jobs, JobSpec spec, string folder, CancellationToken cancellationToken)
    {
        try
        {
            // The same name is not started twice, so that it can be asked for again.
            var started = await jobs.StartAsync(spec, cancellationToken);
            while (Contact.IsPassing(started.Faults))
            {
                if (!await Contact.WaitAsync(started.Faults[0], cancellationToken))
                {
                    host.Jobs.Leave(folder);
                    Keep(part, new JobPlace(folder, spec.WorkFolder).Folders.Skip(1));
                    return Contact.Lost(started.Faults[0]);
                }

                started = await jobs.StartAsync(spec, cancellationToken);
            }

            Contact.Made();
            return started;
        }
        catch (OperationCanceledException)
        {
            await StopAsync(folder);
            throw;
        }
    }

    // The host's clock counts whole seconds: good enough only for what ran while nobody was there.
    private TimeSpan? DurationOf(JobEnd? end) => settings.IsResumed && end is { Began: { } began, Ended: { } over } && over >= began ? over - began : null;

    // The run is given up: so is the job, and what it leaves.
    private async Task StopAsync(string folder)
    {
        using var patience = new CancellationTokenSource(StopPatience, fleet.Identity.Time);
        var isTold = false;
        try
        {
            // A start that is under way may not have made the folder yet, and what ended the run may have ended the session as well:
            // a terminal's Ctrl+C goes to every process in front, which sessions of local hosts are.
            var jobs = new HostJobs(host.Session, "");
            var ended = await jobs.EndAsync(folder, patience.Token);
            for (var again = 0; again < MostStops && ended.Faults.Count > 0; again++)
            {
                await Task.Delay(StopPause, fleet.Identity.Time, patience.Token);
                ended = await jobs.EndAsync(folder, patience.Token);
            }

            isTold = ended.Succeeded;
            while (ended.TryGet(out var isOver, out _) && !isOver)
            {
                ended = await jobs.EndAsync(folder, patience.Token);
            }

            if (ended.Faults.Any(fault => fault.Code != FaultCatalog.RemotePathMissing))
            {
                Leave();
            }
        }
        catch (OperationCanceledException)
        {
            Leave();
        }

        void Leave()
        {
            if (isTold)
            {
                host.LeavesBehind($"the job in {folder}, until the host has ended it: it takes its time to obey");
            }
            else
            {
                host.Note(NotStopped);
            }
        }
    }
}
