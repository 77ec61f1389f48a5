using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Testing;

/// <summary>One suite on one host: prove the bytes, run it as a job, collect, judge. Also from the middle, for a run whose process is gone.</summary>
internal sealed class SuiteRun(FleetRun fleet, HostRun host, string tool, TestSettings settings)
{
    // What a program of the Microsoft Testing Platform answers to options that it does not know.
    private const int UnknownOption = 5;
    private const long OutputCap = 8L << 20;
    private const string NotStopped = "the host did not take the word to stop its job; its supervisor ends it at its deadline";
    private const int MostStops = 10;
    private static readonly TimeSpan StopPause = TimeSpan.FromMilliseconds(150);
    private readonly Contact contact = new(fleet.Identity.Time, settings.LostAfter, host.Note);

    /// <summary>Runs it. The report always has a fault when anything at all is off.</summary>
    public async Task<SuiteReport> ExecuteAsync(TestSuite suite, ActivatedRelease release, CancellationToken cancellationToken)
    {
        var report = new SuiteReport { Suite = suite.Name, Release = release.Receipt.Release };
        var planned = SuiteCommand.Of(suite, release.Manifest, host.Facts!.DotnetProgram);
        if (!planned.TryGet(out var command, out var faults))
        {
            return report with { Faults = Named(faults) };
        }

        for (var isLast = false; ; isLast = true)
        {
            host.Enter(Phase.Verify, suite.Name);
            if (!(await HostSteps.HoldAsync(fleet, host, release, cancellationToken)).TryGet(out var held, out faults)
                || !(await ProvenRelease.ProveAsync(host, held, FileNames.Safe(suite.Name), tool, cancellationToken)).TryGet(out var proof, out faults))
            {
                return report with { Faults = Named(faults) };
            }

            host.Enter(Phase.Run, suite.Name);
            var ground = new SuiteGround(proof.WorkFolder, release.Receipt.Release, release.Manifest);
            var started = await StartAsync(suite, command, (ground, held), 1, cancellationToken);
            if (started.TryGet(out var job, out faults))
            {
                report = report with { Manifest = release.Manifest.Digest };
                return await GoOnAsync(suite, (command, report), (ground with { WorkFolder = job.WorkFolder }, held), (job.Folder, 1), cancellationToken);
            }

            if (isLast || faults.Any(fault => fault.Code != FaultCatalog.LockLost))
            {
                return report with { Faults = Named(faults) };
            }

            // The connection was lost right before the start, and the proven copy went with the lock: all of it once more.
        }
    }

    /// <summary>Goes on with a suite whose job an earlier process of the run has started.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="record">The last start of it.</param>
    /// <param name="known">What it was proven to run on; and whether its end was noted here as well, so that its output is complete or no more to be continued.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SuiteReport> ResumeAsync(TestSuite suite, JobRecord record, (Manifest Manifest, bool HasEnded) known, CancellationToken cancellationToken)
    {
        var report = new SuiteReport { Suite = suite.Name, Release = record.Release, Manifest = record.Manifest };
        if (!SuiteCommand.Of(suite, known.Manifest, host.Facts!.DotnetProgram).TryGet(out var command, out var faults))
        {
            return report with { Faults = Named(faults) };
        }

        host.Enter(Phase.Run, suite.Name);
        host.Owns(record.Folder);
        if (known.HasEnded)
        {
            using var old = new JobOutput(fleet.Folder!.ResultsOf(host.Host.Name, suite.Name), OutputCap);
            Forget(old);
        }

        command = record.Attempt > 1 ? command.ForTestingPlatform(suite) : command;
        return await GoOnAsync(suite, (command, report), (new SuiteGround(record.WorkFolder, record.Release, known.Manifest), null), (record.Folder, record.Attempt), cancellationToken);
    }

    private async Task<SuiteReport> GoOnAsync(TestSuite suite, (SuiteCommand Command, SuiteReport Report) what, (SuiteGround Ground, ActivatedRelease? Release) on, (string Folder, int Attempt) job, CancellationToken cancellationToken)
    {
        var (command, report) = what;
        var target = fleet.Folder!.ResultsOf(host.Host.Name, suite.Name);
        using var output = new JobOutput(target, OutputCap);
        var ended = await FollowAsync(suite, job.Folder, output, cancellationToken);
        if (ended is { Status: UnknownOption } && suite.TestAssembly is not null && job.Attempt == 1 && on.Release is { } release)
        {
            // Its words are about options, not about tests.
            Forget(output);
            command = command.ForTestingPlatform(suite);
            var again = await StartAsync(suite, command, (on.Ground, release), 2, cancellationToken);
            if (!again.TryGet(out var second, out var faults))
            {
                return report with { Faults = Named(faults) };
            }

            return await GoOnAsync(suite, (command, report), on, (second.Folder, 2), cancellationToken);
        }

        output.Complete();
        Tell(suite, ended, output);
        host.Enter(Phase.Collect, suite.Name);

        // A host that is lost cannot be asked for results: what came until then is what there is.
        var asked = ended.End?.Cause == JobCause.HostLost ? command with { Results = null } : command;
        var collector = new Collector(fleet, host, settings.Tests.ResultsFolder, tool) { Clock = HostClock.Of(ended.End, host.Facts!.ClockSkew) };
        var collected = await collector.CollectAsync(suite, asked, on.Ground, output, cancellationToken);
        while (Contact.IsPassing(collected.Faults) && await contact.WaitAsync(collected.Faults[0], cancellationToken))
        {
            collected = await collector.CollectAsync(suite, asked, on.Ground, output, cancellationToken);
        }

        // Whatever happened: a crash and a timeout leave what explains them.
        var artifacts = ended.End?.Cause == JobCause.HostLost ? new ArtifactReport() : await new ArtifactFetcher(host, contact, tool).FetchAsync(suite, on.Ground, ArtifactFetcher.FolderIn(target), cancellationToken);
        var judged = SuiteVerdict.Of(report, command, ended, collected);
        return judged with { Files = artifacts.With(judged.Files), Faults = Named([.. judged.Faults, .. artifacts.Faults]) };
    }

    private async Task<Attempt<JobHandle>> StartAsync(TestSuite suite, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, int attempt, CancellationToken cancellationToken)
    {
        var identity = fleet.Identity;
        var spec = new JobSpec
        {
            Id = JobId.Of(identity.RunId, suite.Name, attempt),
            WorkFolder = on.Ground.WorkFolder,
            Arguments = command.Arguments,
            Timeout = suite.Timeout,
            OutputCap = OutputCap,
            Environment =
            [
                .. suite.Environment,
                new("REMOTEDEPLOY_HOST", host.Host.Name),
                new("REMOTEDEPLOY_RUN", identity.RunId),
                new("REMOTEDEPLOY_RELEASE", $"{on.Release.Lease.Folder}/releases/{on.Ground.Release}"),
                new("REMOTEDEPLOY_MANIFEST", on.Ground.Manifest.Digest),
            ],
            Label = new JobLabel(host.Host.Name, suite.Name, command.Program, identity.Owner, identity.Time.GetUtcNow()),
        };

        // Known before the answer comes: the request may arrive although nobody hears of it.
        var folder = $"{on.Release.Lease.Folder}/jobs/{spec.Id}";
        host.Owns(folder);
        var started = await StartAsync(new HostJobs(host.Session, on.Release.Lease.Folder), spec, folder, cancellationToken);
        if (started.TryGet(out var job, out _))
        {
            fleet.Folder!.Write(Record(JobRecordKind.Started, suite, job.Folder) with { Attempt = attempt, WorkFolder = job.WorkFolder, Release = on.Ground.Release, Manifest = on.Ground.Manifest.Digest });
        }

        return started;
    }

    private async Task<Attempt<JobHandle>> StartAsync(HostJobs jobs, JobSpec spec, string folder, CancellationToken cancellationToken)
    {
        try
        {
            // The same name is not started twice, so that it can be asked for again.
            var started = await jobs.StartAsync(spec, cancellationToken);
            while (Contact.IsPassing(started.Faults))
            {
                if (!await contact.WaitAsync(started.Faults[0], cancellationToken))
                {
                    host.Leaves(folder);
                    return contact.Lost(started.Faults[0]);
                }

                started = await jobs.StartAsync(spec, cancellationToken);
            }

            contact.Made();
            return started;
        }
        catch (OperationCanceledException)
        {
            await StopAsync(folder);
            throw;
        }
    }

    private async Task<SuiteJob> FollowAsync(TestSuite suite, string folder, JobOutput output, CancellationToken cancellationToken)
    {
        var started = fleet.Identity.Time.GetTimestamp();
        var follower = new JobFollower(host.Session, contact);
        try
        {
            var (end, faults) = await follower.FollowAsync(folder, output, cancellationToken);
            fleet.Folder!.Write(Record(JobRecordKind.Ended, suite, folder) with { Cause = end?.Cause, Status = end?.Status });
            if (end is null or { Cause: JobCause.HostLost })
            {
                host.Leaves(folder);
            }

            return new SuiteJob(end, faults, suite.Timeout, DurationOf(end) ?? fleet.Identity.Time.GetElapsedTime(started));
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
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(5), fleet.Identity.Time);
        try
        {
            // A start that is under way may not have made the folder yet, and what ended the run may have ended the session as well:
            // a terminal's Ctrl+C goes to every process in front, which sessions of local hosts are.
            var jobs = new HostJobs(host.Session, "");
            var told = await jobs.StopAsync(folder, patience.Token);
            for (var again = 0; again < MostStops && told.Faults.Count > 0; again++)
            {
                await Task.Delay(StopPause, fleet.Identity.Time, patience.Token);
                told = await jobs.StopAsync(folder, patience.Token);
            }

            if (told.Faults.Any(fault => fault.Code != FaultCatalog.RemotePathMissing))
            {
                host.Note(NotStopped);
            }
        }
        catch (OperationCanceledException)
        {
            host.Note(NotStopped);
        }
    }

    private void Tell(TestSuite suite, SuiteJob job, JobOutput output)
    {
        var name = SafeText.Line(suite.Name);
        if (output.LeftOut > 0)
        {
            host.Note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"suite '{name}' printed so much that {output.LeftOut} bytes in the middle were not kept"));
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

    private static void Forget(JobOutput output)
    {
        output.Dispose();
        foreach (var stream in new[] { output.Out, output.Error })
        {
            File.Delete(stream.Path);
            File.Delete(stream.Path + ".gaps");
        }
    }

    private JobRecord Record(JobRecordKind kind, TestSuite suite, string folder) =>
        new() { Kind = kind, Time = fleet.Identity.Time.GetUtcNow(), Host = host.Host.Name, Suite = suite.Name, Folder = folder };

    private IReadOnlyList<Fault> Named(IReadOnlyList<Fault> faults) => [.. faults.Select(fault => fault with { Host = host.Host.Name, Phase = fault.Phase ?? host.Phase })];
}
