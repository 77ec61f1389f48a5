using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>
/// A run whose process is gone, gone on with: jobs that were started are followed to their end from the byte where it broke off, suites
/// that were not are started, and everything is judged as the run itself would have.
/// </summary>
internal sealed class AttachRun(FleetRun run, SavedRun saved, TestRequest request, IReadOnlyList<JobRecord> records)
{
    private PoolRun? pool;
    private ILookup<string, BegunBatch>? begun;
    private readonly TestSettings settings = new(saved.Tests, saved.LostAfter, IsResumed: true);

    /// <summary>Goes back to a run.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, AttachRequest attach, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, attach.Run).TryGet(out var found, out var faults)
            || !Unreported(found.Folder).TryGet(out _, out faults)
            || !(await RunFolder.ReopenAsync(found.Folder, options.Time, cancellationToken)).TryGet(out var folder, out faults))
        {
            return Refused(options, faults);
        }

        // Whoever was at work on it a moment ago may have come to its end.
        if (!Unreported(found.Folder).TryGet(out _, out faults))
        {
            folder.Dispose();
            return Refused(options, faults);
        }

        var request = found.Saved.ToRequest();
        var records = folder.Jobs();
        return await FleetRun.ResumeAsync(
            options,
            (request, found.Saved.Verb, found.Saved.RunId),
            folder,
            run => new AttachRun(run, found.Saved, request, records).ExecuteAsync(),
            cancellationToken);
    }

    private static RunReport Refused(EngineOptions options, IReadOnlyList<Fault> faults) => new() { RunId = "", Verb = "attach", Started = options.Time.GetUtcNow(), Faults = faults };

    // Hosts forget jobs when the report is written: there is nothing to go on with.
    private static Attempt<string> Unreported(string folder) => !RunFolder.IsOver(folder)
        ? folder
        : new Fault(FaultCatalog.UnknownRun, "The run is over, and its report is written")
        {
            Path = folder,
            Try = $"See it with: remotedeploy report {Path.GetFileName(folder)}. Run what failed or is missing with: remotedeploy test --failed {Path.GetFileName(folder)}",
        };

    private async Task ExecuteAsync()
    {
        PooledSuite[] shared = [.. request.Suites.Select((suite, at) => new PooledSuite(suite, saved.HostsOf[at].ToHashSet(StringComparer.Ordinal))).Where(suite => suite.Suite.Mode != SuiteMode.Each && suite.Hosts.Count > 0)];
        if (shared.Length > 0)
        {
            pool = new PoolRun(run, shared, saved.Spares.ToHashSet(StringComparer.Ordinal), settings, (run.Options.PoolPolicy, new FailureLimit(saved.Tests.MaxFailures)));
            begun = PoolReplay.Restore(pool, records);
        }

        await run.ForEachAsync(
            run.Hosts,
            async (host, token) =>
            {
                try
                {
                    await ExecuteAsync(host, token);
                }
                finally
                {
                    pool?.Through(host);
                }
            },
            goesOn: pool is not null);
        if (pool is not null)
        {
            run.Pool = pool.Finish();
            await run.ForEachAsync(run.Hosts.Where(host => !host.IsDone), (_, _) => Task.CompletedTask);
        }
    }

    private async Task ExecuteAsync(HostRun host, CancellationToken cancellationToken)
    {
        var suites = request.Suites.Where((_, at) => saved.HostsOf[at].Contains(host.Host.Name, StringComparer.Ordinal)).ToList();
        var own = records.Where(record => record.Host == host.Host.Name).ToList();
        var ready = own.FindLast(record => record.Kind == JobRecordKind.Ready);
        if (suites.Count == 0)
        {
            host.Outcome = HostOutcome.Ok;
            return;
        }

        if (ready is null || run.Folder!.ReadManifest(ready.Manifest) is not { } manifest)
        {
            host.Fail(new Fault(FaultCatalog.RunBrokeOff, "The run ended before this host was ready for its suites") { Found = "no record of it in the run folder", Try = "Run again" });
            return;
        }

        run.Manifest ??= manifest.Digest;
        host.Describe(report => report with { Release = ready.Release, Manifest = manifest.Digest, Files = manifest.FileCount, Bytes = manifest.Bytes });
        if (await HostSteps.ProbeAsync(run, host, cancellationToken) is { } facts)
        {
            await GoOnAsync(host, suites, own, (ready, manifest, facts), cancellationToken);
        }
    }

    private async Task GoOnAsync(HostRun host, List<TestSuite> suites, List<JobRecord> own, (JobRecord Ready, Manifest Manifest, Probing.HostFacts Facts) on, CancellationToken cancellationToken)
    {
        var tool = Auditor.ToolFor(on.Facts, on.Manifest.Algorithm);
        if (!tool.Succeeded)
        {
            host.Fail(tool.Faults);
            return;
        }

        ActivatedRelease? release = null;
        async Task<ActivatedRelease?> GetAsync() => release ??= await ReleaseAsync(host, on.Ready, on.Manifest, cancellationToken);
        var starts = own.Where(record => record.Kind == JobRecordKind.Started).ToList();

        // Also those that the process before may not have started: no name is used twice, and nothing is left of any of them.
        var known = own.Where(record => record.Kind is JobRecordKind.Starting or JobRecordKind.Started).Select(record => record.Folder).DistinctBy(JobId.InFolder, StringComparer.Ordinal).ToList();
        foreach (var folder in known)
        {
            // What the process before could not fetch stays, unless it is followed again now.
            var isFollowed = starts.Exists(start => JobId.IsSame(start.Folder, folder) && SuitePart.IsWhole(start.Part) && suites.Exists(suite => suite.Name == start.Suite && suite.Mode == SuiteMode.Each));
            if (!isFollowed && own.Exists(record => record.Kind == JobRecordKind.Unfetched && JobId.IsSame(record.Folder, folder)))
            {
                host.Jobs.KeepUnfetched(folder, run.Identity.RunId);
            }
            else
            {
                host.Jobs.Add(folder);
            }
        }

        var ended = own.Where(record => record.Kind == JobRecordKind.Ended).Select(record => record.Folder).ToHashSet(StringComparer.Ordinal);
        var suiteRun = new SuiteRun(run, host, tool.Value, settings) { UsedJobs = known.Count };
        foreach (var suite in suites.Where(suite => suite.Mode == SuiteMode.Each))
        {
            // Listings, set-up and the like are begun anew with what they were for.
            var tries = starts.FindAll(start => start.Suite == suite.Name && SuitePart.IsWhole(start.Part));
            if (tries.Count > 0)
            {
                host.Add(await suiteRun.ResumeAsync(suite, tries, (on.Manifest, ended), GetAsync, cancellationToken));
            }
            else if (await GetAsync() is { } active)
            {
                host.Add(await suiteRun.ExecuteAsync(suite, active, cancellationToken));
            }
            else
            {
                return;
            }
        }

        if (pool?.Wants(host) == true)
        {
            // Each job took the folder of the one before it over.
            var earlier = starts.Where(start => pool.Has(start.Suite)).GroupBy(start => start.Suite, StringComparer.Ordinal).Select(group => group.Last());
            await new PoolWorker(pool, host, tool.Value, settings, known.Count).ExecuteAsync(
                GetAsync,
                begun![host.Host.Name],
                earlier.Select(start => (pool.SuiteOf(start.Suite).Suite, new SuiteGround(start.WorkFolder, start.Release, on.Manifest))),
                cancellationToken);
        }

        host.Outcome = HostOutcome.Passed;
    }

    // The release must still be the one that the run had made sure of; every suite proves its bytes again.
    private async Task<ActivatedRelease?> ReleaseAsync(HostRun host, JobRecord ready, Manifest manifest, CancellationToken cancellationToken)
    {
        if (await HostSteps.LockAsync(run, host, cancellationToken) is not { } lease)
        {
            return null;
        }

        if (lease.Inspection.Current is { } current && current == ready.Release && lease.Inspection.Receipts.TryGetValue(current, out var receipt) && receipt.Manifest == manifest.Digest)
        {
            return new ActivatedRelease(lease, receipt, manifest);
        }

        host.Fail(new Fault(FaultCatalog.ReceiptDoesNotHold, "Another release is active than the one that the run was to test")
        {
            Expected = SafeText.Line(ready.Release, 200),
            Found = SafeText.Line(lease.Inspection.Current ?? "none", 200),
            Try = "Run again",
        });
        return null;
    }
}
