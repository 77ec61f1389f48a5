using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>One host of a pool: pulls units, runs them as jobs on proven bytes, brings their results, until nothing is left for it.</summary>
internal sealed class PoolWorker
{
    private readonly PoolRun pool;
    private readonly FleetRun run;
    private readonly HostRun host;
    private readonly TestSettings settings;
    private readonly SuiteJobs jobs;
    private readonly SuiteGrounds grounds;
    private readonly PoolArtifacts artifacts;
    private readonly string tool;
    private int batches;

    /// <param name="pool">The pool.</param>
    /// <param name="host">The host.</param>
    /// <param name="tool">What computes digests there.</param>
    /// <param name="settings">How suites are run.</param>
    /// <param name="used">Jobs that an earlier process of the run has started here.</param>
    public PoolWorker(PoolRun pool, HostRun host, string tool, TestSettings settings, int used = 0)
    {
        this.pool = pool;
        run = pool.Run;
        this.host = host;
        this.tool = tool;
        this.settings = settings;
        batches = used;
        jobs = new SuiteJobs(run, host, settings);
        grounds = new SuiteGrounds(run, host, tool, jobs, used);
        artifacts = new PoolArtifacts(pool, host, jobs, tool);
    }

    /// <summary>Works until nothing is left for the host, or it is lost.</summary>
    /// <param name="release">What the host has active; null for a host that only goes on with what was begun.</param>
    /// <param name="begun">Jobs of an earlier process of the run, with the units in them.</param>
    /// <param name="earlier">Where suites ran here under an earlier process of the run.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task ExecuteAsync(Func<Task<ActivatedRelease?>> release, IEnumerable<BegunBatch> begun, IEnumerable<(TestSuite Suite, SuiteGround Ground)> earlier, CancellationToken cancellationToken)
    {
        foreach (var (suite, ground) in earlier)
        {
            grounds.Inherit(suite, ground);
        }

        // A host that runs tests costs this machine next to nothing: others may begin.
        host.Turn?.Yield();
        var isOver = false;
        try
        {
            await WorkAsync(release, begun, cancellationToken);
            isOver = true;
        }
        finally
        {
            // Its own deadline or a surprise: others must not wait for what it has in hand. A run that is cancelled ends for all.
            if (!isOver && !run.Cancelled)
            {
                pool.Lost(host, new PoolHost(host.Host, host.Facts!), isLoss: true);
            }
        }
    }

    private async Task WorkAsync(Func<Task<ActivatedRelease?>> release, IEnumerable<BegunBatch> begun, CancellationToken cancellationToken)
    {
        var stays = true;
        var all = begun.ToList();
        foreach (var batch in all.Where(batch => batch.IsCertain))
        {
            stays = stays && await ResumeAsync(batch, cancellationToken);
        }

        // Others count on a host that has joined: one without a release must not.
        if (!stays || await release() is not { } ready)
        {
            if (stays && all.Exists(batch => !batch.IsCertain))
            {
                pool.Lost(host, new PoolHost(host.Host, host.Facts!), isLoss: false);
            }

            return;
        }

        // Under the lock that was taken just now, no start of the process before can arrive any more.
        foreach (var batch in all.Where(batch => !batch.IsCertain))
        {
            stays = stays && await ResumeAsync(batch, cancellationToken);
        }

        if (!stays || await pool.JoinAsync(host, cancellationToken) is not { } joined)
        {
            return;
        }

        while (stays)
        {
            host.Enter(Phase.Waiting, "for units");
            var units = await pool.Dispatcher.TakeAsync(joined, cancellationToken);
            if (units.Count == 0)
            {
                break;
            }

            stays = await RunAsync(units, joined, ready, cancellationToken);
        }

        if (stays)
        {
            await CloseAsync(ready, cancellationToken);
        }
    }

    // False when the host is out of it.
    private async Task<bool> RunAsync(IReadOnlyList<UnitAttempt> units, PoolHost joined, ActivatedRelease release, CancellationToken cancellationToken)
    {
        var suite = pool.SuiteOf(units[0].Unit.Suite);
        for (var isLast = false; ; isLast = true)
        {
            var prepared = await grounds.PrepareAsync(suite.Suite, release, cancellationToken);
            while (Contact.IsPassing(prepared.Faults) && await jobs.Contact.WaitAsync(prepared.Faults[0], cancellationToken))
            {
                prepared = await grounds.PrepareAsync(suite.Suite, release, cancellationToken);
            }

            if (!prepared.TryGet(out var on, out var faults))
            {
                return Out(joined, faults, isLoss: false);
            }

            if (!SuiteCommand.Of(suite.Suite, release.Manifest, host.Facts!.DotnetProgram).TryGet(out var command, out faults))
            {
                return Out(joined, faults, isLoss: false);
            }

            command = suite.IsPlatform ? command.ForTestingPlatform() : command;
            faults = units[0].Unit.IsListing
                ? await new PoolListing(pool, host, jobs, grounds, settings).ListAsync(units[0], (suite, Name(suite.Suite)), command, on, cancellationToken)
                : await RunAsync(units, suite, command, on, cancellationToken);
            if (faults.Count == 0)
            {
                return true;
            }

            if (isLast || faults.Any(fault => fault.Code != FaultCatalog.LockLost))
            {
                return Out(joined, faults, isLoss: true);
            }

            // The lock went with the connection, and a folder that no job had taken over went with the lock.
            grounds.Forget(suite.Suite.Name);
        }
    }

    private async Task<IReadOnlyList<Fault>> RunAsync(IReadOnlyList<UnitAttempt> units, PooledSuite suite, SuiteCommand command, (SuiteGround Ground, ActivatedRelease Release) on, CancellationToken cancellationToken)
    {
        var name = Name(suite.Suite);
        command = command.For([.. units.Select(attempt => attempt.Unit)], $"{name}.trx");
        var part = new SuitePart(suite.Suite, name)
        {
            Timeout = units.Count == 1 ? units[0].Unit.Timeout ?? suite.Suite.Timeout : suite.Suite.Timeout,
            Units = [.. units.Select(attempt => new JobUnit(attempt.Unit.Name, attempt.Number))],
        };
        host.Enter(Phase.Run, units.Count == 1 ? units[0].Unit.Name : string.Create(CultureInfo.InvariantCulture, $"{suite.Suite.Name}: {units.Count} units"));
        var started = await jobs.StartAsync(part, command, on, cancellationToken);
        if (!started.TryGet(out var job, out var faults))
        {
            return faults;
        }

        var ground = on.Ground with { WorkFolder = job.WorkFolder };
        return await GoOnAsync(part, units, command, (ground, job.Folder, run.Identity.Time.GetUtcNow()), cancellationToken);
    }

    // A job that an earlier process of the run has started.
    private async Task<bool> ResumeAsync(BegunBatch batch, CancellationToken cancellationToken)
    {
        var suite = pool.SuiteOf(batch.Record.Suite);
        var joined = new PoolHost(host.Host, host.Facts!);
        host.Enter(Phase.Run, suite.Suite.Name);
        if (!batch.Command(suite, joined.Facts.DotnetProgram).TryGet(out var command, out var faults))
        {
            return Out(joined, faults, isLoss: false);
        }

        var ground = new SuiteGround(batch.Record.WorkFolder, batch.Record.Release, batch.Manifest);
        var part = batch.PartOf(suite);
        faults = await GoOnAsync(part, batch.Units, command, (ground, batch.Record.Folder, batch.Record.Time), cancellationToken);
        if (!batch.IsCertain && faults.Any(fault => fault.Code == FaultCatalog.RemotePathMissing))
        {
            run.Folder!.Write(jobs.Record(JobRecordKind.NotStarted, part, batch.Record.Folder));
            foreach (var attempt in batch.Units.Reverse())
            {
                pool.Dispatcher.PutBack(attempt);
            }

            return true;
        }

        if (!batch.IsCertain && faults.Count == 0)
        {
            grounds.Inherit(suite.Suite, ground);
        }

        return faults.Count == 0 || Out(joined, faults, isLoss: true);
    }

    private async Task<IReadOnlyList<Fault>> GoOnAsync(SuitePart part, IReadOnlyList<UnitAttempt> units, SuiteCommand command, (SuiteGround Ground, string Folder, DateTimeOffset Began) on, CancellationToken cancellationToken)
    {
        var target = jobs.FolderOf(part);
        var place = new JobPlace(on.Folder, on.Ground.WorkFolder);
        using var output = new JobOutput(target, SuiteJobs.OutputCap);
        var ended = await jobs.FollowAsync(part, place, output, cancellationToken);
        pool.Ledger.Worked(on.Began, run.Identity.Time.GetUtcNow());
        if (ended.End is null or { Cause: JobCause.HostLost })
        {
            return ended.Faults;
        }

        if (ended.End.Cause == JobCause.NotStarted)
        {
            return [new Fault(FaultCatalog.RemotePathMissing, "The host knows nothing of a job: its start broke off there, or its folder was taken away") { Path = SafeText.Line(on.Folder), Try = "Look at the base on the host, then run again" }];
        }

        output.Complete();
        jobs.Tell(part, ended, output);
        host.Enter(Phase.Collect, part.Suite.Name);
        var collector = new Collector(host, tool);
        var brought = await collector.FetchAsync(command.Results, on.Ground, target, cancellationToken);
        while (Contact.IsPassing(brought.Faults))
        {
            if (!await jobs.Contact.WaitAsync(brought.Faults[0], cancellationToken))
            {
                jobs.KeepUnlessFetched(part, place, brought.Faults);
                return [jobs.Contact.Lost(brought.Faults[0])];
            }

            brought = await collector.FetchAsync(command.Results, on.Ground, target, cancellationToken);
        }

        jobs.Contact.Made();
        if (brought.Faults.Count == 0)
        {
            run.Folder!.Write(jobs.Record(JobRecordKind.Collected, part, on.Folder) with { Files = [.. brought.Files.Select(file => file.Name)], Seconds = ended.Duration.TotalSeconds });
        }

        pool.Ended(host, Judge(part, units, command, (on.Ground, ended, brought, target, output.Text()), on.Began));
        grounds.Used(part.Suite.Name, on.Ground, part.Suite.TestAssembly is null ? brought.Files.Select(file => file.Name).Concat(brought.Strays) : []);
        return [];
    }

    private BatchResult Judge(SuitePart part, IReadOnlyList<UnitAttempt> units, SuiteCommand command, (SuiteGround Ground, SuiteJob Job, BroughtResults Brought, string Target, string Output) of, DateTimeOffset began)
    {
        var stamp = new ResultStamp(host.Host.Name, of.Ground.Release, of.Ground.Manifest.Digest);
        var judged = BatchJudge.Of(part, command, (of.Job, Collector.Judge(of.Brought with { Clock = HostClock.Of(of.Job.End, host.Facts!.ClockSkew) }, of.Target, of.Output)), stamp) with { Started = began };
        return new BatchResult(part, units, judged, stamp);
    }

    private async Task CloseAsync(ActivatedRelease release, CancellationToken cancellationToken)
    {
        foreach (var (suite, folders) in grounds.All.ToLookup(one => one.Suite, one => one.Ground).Select(group => (group.Key, group.ToList())).ToList())
        {
            pool.Ledger.Fail(suite.Name, host.Host.Name, jobs.Named(await grounds.TearDownAsync(suite, release, cancellationToken)));
            await artifacts.BringAsync(suite, folders, cancellationToken);
        }
    }

    private bool Out(PoolHost joined, IReadOnlyList<Fault> faults, bool isLoss)
    {
        host.Fail(faults);
        artifacts.KeepUnlessFetched(grounds.All, faults);
        pool.Lost(host, joined, isLoss);
        return false;
    }

    // Of all jobs of the suite on this host, each has a name of its own.
    private string Name(TestSuite suite) => string.Create(CultureInfo.InvariantCulture, $"{suite.Name}~u{++batches}");
}
