using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Testing;

/// <summary>All of one suite on one host: prove the bytes, run it as a job, collect, judge, and once more when it failed. Also from the middle, for a run whose process is gone.</summary>
internal sealed class SuiteRun(FleetRun fleet, HostRun host, string tool, TestSettings settings)
{
    private readonly SuiteJobs jobs = new(fleet, host, settings);
    private SuiteGrounds? own;

    /// <summary>Runs it. The report always has a fault when anything at all is off.</summary>
    public async Task<SuiteReport> ExecuteAsync(TestSuite suite, ActivatedRelease release, CancellationToken cancellationToken) =>
        await TryAsync(suite, [], release, cancellationToken);

    /// <summary>Goes on with a suite whose jobs an earlier process of the run has started.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="starts">The starts of it, in order.</param>
    /// <param name="known">What it was proven to run on; and folders of jobs whose end was noted here as well, so that their output is complete or no more to be continued.</param>
    /// <param name="release">Gets the release for another try and for the tear-down; null when it cannot be had.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SuiteReport> ResumeAsync(TestSuite suite, IReadOnlyList<JobRecord> starts, (Manifest Manifest, IReadOnlySet<string> Ended) known, Func<Task<ActivatedRelease?>> release, CancellationToken cancellationToken)
    {
        var tries = new List<SuiteReport>();
        var last = starts.GroupBy(start => start.Part, StringComparer.Ordinal).Select(part => part.Last()).ToList();
        foreach (var record in last)
        {
            // Of earlier tries it is over.
            var ready = suite.TearDown.Count > 0 && record == last[^1] ? await release() : null;
            tries.Add(await ResumeAsync(suite, record, (known.Manifest, known.Ended.Contains(record.Folder)), ready, cancellationToken));
        }

        return MayTryAgain(suite, tries) && await release() is { } again ? await TryAsync(suite, tries, again, cancellationToken) : SuiteTries.Of(suite, tries, host.Host.Name, settings.Tests.FailOnFlaky);
    }

    private async Task<SuiteReport> TryAsync(TestSuite suite, List<SuiteReport> tries, ActivatedRelease release, CancellationToken cancellationToken)
    {
        do
        {
            tries.Add(await OnceAsync(SuitePart.Whole(suite, tries.Count + 1), release, cancellationToken));
        }
        while (MayTryAgain(suite, tries));

        return SuiteTries.Of(suite, tries, host.Host.Name, settings.Tests.FailOnFlaky);
    }

    // Only what the suite itself did wrong may go well another time.
    private static bool MayTryAgain(TestSuite suite, List<SuiteReport> tries) =>
        tries.Count <= suite.Retries && tries[^1].Faults.Count > 0
        && tries[^1].Faults.All(fault => fault.Code.Category is FaultCategory.Product or FaultCategory.Results && fault.Code != FaultCatalog.StoppedByRequest);

    private async Task<SuiteReport> OnceAsync(SuitePart part, ActivatedRelease release, CancellationToken cancellationToken)
    {
        var suite = part.Suite;
        var report = new SuiteReport { Suite = suite.Name, Release = release.Receipt.Release };
        var planned = SuiteCommand.Of(suite, release.Manifest, host.Facts!.DotnetProgram);
        if (!planned.TryGet(out var command, out var faults))
        {
            return report with { Faults = jobs.Named(faults) };
        }

        for (var isLast = false; ; isLast = true)
        {
            var begun = await BeginAsync(part, command, release, cancellationToken);
            if (begun.TryGet(out var start, out faults))
            {
                report = report with { Manifest = release.Manifest.Digest };
                return await GoOnAsync(part, (start.Command, report), (start.Ground, start.Held), start.Job.Folder, cancellationToken);
            }

            if (isLast || faults.Any(fault => fault.Code != FaultCatalog.LockLost))
            {
                return report with { Faults = jobs.Named(faults) };
            }

            Grounds.Forget(suite.Name);

            // The connection was lost right before the start, and the proven copy went with the lock: all of it once more.
        }
    }

    private SuiteGrounds Grounds => own ??= new SuiteGrounds(fleet, host, tool, jobs, UsedJobs);

    /// <summary>Jobs that an earlier process of the run has started here.</summary>
    public int UsedJobs { get; init; }

    private async Task<Attempt<(SuiteCommand Command, SuiteGround Ground, ActivatedRelease Held, JobHandle Job)>> BeginAsync(SuitePart part, SuiteCommand command, ActivatedRelease release, CancellationToken cancellationToken)
    {
        Grounds.Forget(part.Suite.Name);
        if (!(await Grounds.PrepareAsync(part.Suite, release, cancellationToken)).TryGet(out var on, out var faults))
        {
            return Attempt<(SuiteCommand, SuiteGround, ActivatedRelease, JobHandle)>.Failed(faults);
        }

        var (ground, held) = on;
        host.Enter(Phase.Run, part.Suite.Name);
        if (settings.Tests.SelectionOf(part.Suite) is { } selection)
        {
            var listed = await new SuiteListing(jobs).SelectAsync(part, command, (ground, held), selection, cancellationToken);
            if (!listed.TryGet(out var chosen, out faults))
            {
                return Attempt<(SuiteCommand, SuiteGround, ActivatedRelease, JobHandle)>.Failed(faults);
            }

            (command, ground) = (chosen.Command, chosen.Ground);
        }

        var started = await jobs.StartAsync(part, command, (ground, held), cancellationToken);
        return started.TryGet(out var job, out faults)
            ? (command, ground with { WorkFolder = job.WorkFolder }, held, job)
            : Attempt<(SuiteCommand, SuiteGround, ActivatedRelease, JobHandle)>.Failed(faults);
    }

    private async Task<SuiteReport> ResumeAsync(TestSuite suite, JobRecord record, (Manifest Manifest, bool HasEnded) known, ActivatedRelease? release, CancellationToken cancellationToken)
    {
        var report = new SuiteReport { Suite = suite.Name, Release = record.Release, Manifest = record.Manifest };
        if (!SuiteCommand.Of(suite, known.Manifest, host.Facts!.DotnetProgram).TryGet(out var command, out var faults))
        {
            return report with { Faults = jobs.Named(faults) };
        }

        var part = new SuitePart(suite, record.Part ?? suite.Name) { Attempt = record.Attempt };
        host.Enter(Phase.Run, suite.Name);
        if (known.HasEnded)
        {
            using var old = new JobOutput(jobs.FolderOf(part), SuiteJobs.OutputCap);
            SuiteJobs.Forget(old);
        }

        command = record.Attempt > 1 ? command.ForTestingPlatform() : command;
        var ground = new SuiteGround(record.WorkFolder, record.Release, known.Manifest);
        Grounds.Inherit(suite, ground);
        return await GoOnAsync(part, (command, report), (ground, release), record.Folder, cancellationToken);
    }

    private async Task<SuiteReport> GoOnAsync(SuitePart part, (SuiteCommand Command, SuiteReport Report) what, (SuiteGround Ground, ActivatedRelease? Release) on, string folder, CancellationToken cancellationToken)
    {
        var (command, report) = what;
        var began = fleet.Identity.Time.GetUtcNow();
        var place = new JobPlace(folder, on.Ground.WorkFolder);
        using var output = new JobOutput(jobs.FolderOf(part), SuiteJobs.OutputCap);
        var ended = await jobs.FollowAsync(part, place, output, cancellationToken);
        if (command.IsRefused(ended, part.Suite) && part.Attempt == 1 && on.Release is { } release)
        {
            // Its words are about options, not about tests.
            SuiteJobs.Forget(output);
            command = command.ForTestingPlatform();
            part = part with { Attempt = 2 };
            var again = await jobs.StartAsync(part, command, (on.Ground, release), cancellationToken);
            return again.TryGet(out var second, out var faults)
                ? await GoOnAsync(part, (command, report), on, second.Folder, cancellationToken)
                : report with { Faults = jobs.Named(faults) };
        }

        output.Complete();
        jobs.Tell(part, ended, output);
        host.Enter(Phase.Collect, part.Suite.Name);

        // A host that is lost cannot be asked for results: what came until then is what there is.
        var asked = ended.End?.Cause == JobCause.HostLost ? command with { Results = null } : command;
        var collector = new Collector(host, tool);
        var target = jobs.FolderOf(part);
        var brought = await collector.FetchAsync(asked.Results, on.Ground, target, cancellationToken);
        while (Contact.IsPassing(brought.Faults) && await jobs.Contact.WaitAsync(brought.Faults[0], cancellationToken))
        {
            brought = await collector.FetchAsync(asked.Results, on.Ground, target, cancellationToken);
        }

        var collected = Collector.Judge(brought with { Clock = HostClock.Of(ended.End, host.Facts!.ClockSkew) }, target, output.Text());
        var after = new List<Fault>();
        var stamp = new ResultStamp(host.Host.Name, on.Ground.Release, on.Ground.Manifest.Digest);
        if (on.Release is not null)
        {
            Grounds.Used(part.Suite.Name, on.Ground, []);
            var tornDown = await Grounds.TearDownAsync(part.Suite, on.Release, cancellationToken);

            // That a host is lost is said once.
            after.AddRange(ended.End?.Cause == JobCause.HostLost && HostFaults.AreOfLostHost(tornDown) ? [] : tornDown);
        }

        if (part.Suite.Retries == 0)
        {
            after.AddRange(PublishedResults.Write(part.Suite, collected.Read, stamp, settings.Tests.ResultsFolder));
        }

        // Whatever happened: a crash and a timeout leave what explains them.
        var artifacts = ended.End?.Cause == JobCause.HostLost ? new ArtifactReport() : await new ArtifactFetcher(host, jobs.Contact, tool).FetchAsync(part.Suite, on.Ground, ArtifactFetcher.FolderIn(target), cancellationToken);
        jobs.KeepUnlessFetched(part, place, [.. brought.Faults, .. artifacts.Faults]);
        var judged = SuiteVerdict.Of(report, command, ended, collected) with { Started = began };
        return judged with { Files = artifacts.With(judged.Files), Faults = jobs.Named([.. judged.Faults, .. after, .. artifacts.Faults]) };
    }
}
