using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>Suites on hosts: after a deploy in the same run, or on what is active.</summary>
internal sealed class TestRun(FleetRun run, FleetRequest request)
{
    private readonly IReadOnlyList<TestSuite> suites = ((IRunsSuites)request).Suites;
    private readonly TestSettings settings = new(((IRunsSuites)request).Tests, request.LostAfter);
    private readonly Dictionary<string, IReadOnlySet<string>> hostsOf = new(StringComparer.Ordinal);
    private readonly FailureLimit limit = new(((IRunsSuites)request).Tests.MaxFailures);
    private PoolRun? pool;

    /// <summary>Runs suites on the active release of every host.</summary>
    public async Task ExecuteAsync(string? payload)
    {
        if (!SelectHosts())
        {
            return;
        }

        var expected = payload is null ? null : new ExpectedPayload(payload, run.Token);
        if (expected is not null && !await DeployRun.AnnounceAsync(run, expected, request))
        {
            return;
        }

        await ExecuteAsync(run.Hosts, (host, token) => ActiveAsync(host, expected, token));
    }

    /// <summary>Runs suites on what a deploy of this run has activated.</summary>
    public Task ExecuteAsync(IReadOnlyDictionary<HostRun, ActivatedRelease> activated)
    {
        foreach (var host in run.Hosts.Where(host => !activated.ContainsKey(host)))
        {
            pool?.Through(host);
        }

        return ExecuteAsync(activated.Keys, (host, _) => Task.FromResult<ActivatedRelease?>(activated[host]));
    }

    private async Task ExecuteAsync(IEnumerable<HostRun> hosts, Func<HostRun, CancellationToken, Task<ActivatedRelease?>> get)
    {
        await run.ForEachAsync(
            hosts,
            async (host, token) =>
            {
                try
                {
                    if (await get(host, token) is { } release)
                    {
                        await RunSuitesAsync(host, release, token);
                    }
                }
                finally
                {
                    pool?.Through(host);
                }
            },
            goesOn: pool is not null);
        if (pool is not null)
        {
            // Only when all are done it is known whose tries decided.
            run.Pool = pool.Finish();
            await run.ForEachAsync(hosts.Where(host => !host.IsDone), (_, _) => Task.CompletedTask);
        }
    }

    /// <summary>Finds out which suite runs where. False, with faults, when a selector is wrong or no suite has any host.</summary>
    public bool SelectHosts()
    {
        foreach (var suite in suites)
        {
            hostsOf[suite.Name] = HostsOf(suite);
            if (suite is { TestAssembly: null, Units.Count: 0, UnitsFrom.Count: 0 } && settings.Tests.Filter is not null)
            {
                run.Fail([new Fault(FaultCatalog.BadSuite, $"Suite '{SafeText.Line(suite.Name)}' is one command, which a filter cannot choose tests of") { Try = "Leave it out with --suite, or run it without --filter", Location = suite.Location }]);
            }
        }

        ForgetOldResults();
        var spares = Spares();
        run.Folder?.Write(SavedRun.Of(run.Identity, run.Verb, request, (IRunsSuites)request) with
        {
            HostsOf = [.. suites.Select(suite => (IReadOnlyList<string>)[.. hostsOf[suite.Name]])],
            Spares = [.. spares],
        });
        if (run.Failed)
        {
            return false;
        }

        if (hostsOf.Values.All(names => names.Count == 0))
        {
            run.Fail([new Fault(FaultCatalog.NothingSelected, "No suite is for any of these hosts") { Try = "Check on: of the suites and the selector of the run" }]);
            return false;
        }

        PooledSuite[] shared = [.. suites.Where(suite => suite.Mode != SuiteMode.Each && hostsOf[suite.Name].Count > 0).Select(suite => new PooledSuite(suite, hostsOf[suite.Name]))];
        pool = shared.Length == 0 ? null : new PoolRun(run, shared, spares, settings, (run.Options.PoolPolicy, limit));
        return true;
    }

    private IReadOnlySet<string> HostsOf(TestSuite suite)
    {
        var only = settings.Tests.Only?.GetValueOrDefault(suite.Name);
        if (settings.Tests.Only is not null && only is null)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var selected = SuiteSelection.HostsOf(suite, suite.On, request);
        run.Fail(selected.Faults);
        var names = new HashSet<string>(selected.Succeeded ? selected.Value : [], StringComparer.Ordinal);
        if (only is { Hosts.Count: > 0 })
        {
            names.IntersectWith(only.Hosts);
        }

        if (selected.Succeeded && names.Count == 0)
        {
            run.Events.Raise(new Noted(run.Events.Now, null, $"suite '{SafeText.Line(suite.Name)}' is for none of these hosts and is left out"));
        }

        return names;
    }

    private HashSet<string> Spares()
    {
        var spares = new HashSet<string>(StringComparer.Ordinal);
        foreach (var suite in suites.Where(suite => suite is { Spares: not null, Mode: not SuiteMode.Each }))
        {
            var selected = SuiteSelection.HostsOf(suite, suite.Spares, request);
            run.Fail(selected.Faults);
            spares.UnionWith(selected.Succeeded ? selected.Value : []);
        }

        return spares;
    }

    // Results of an earlier run must not stand in for a suite that does not get as far as writing its own.
    private void ForgetOldResults()
    {
        if (settings.Tests.ResultsFolder is not { } resultsFolder || !Directory.Exists(resultsFolder))
        {
            return;
        }

        RunResults.Forget(resultsFolder);
        foreach (var (suite, hosts) in hostsOf)
        {
            foreach (var host in hosts)
            {
                var old = Directory.GetFiles(resultsFolder, $"{FileNames.Safe(suite)}_{FileNames.Safe(host)}.*").Concat(Directory.GetFiles(resultsFolder, $"{FileNames.Safe(suite)}_*_{FileNames.Safe(host)}.*"));
                foreach (var file in old.Distinct(StringComparer.Ordinal))
                {
                    File.Delete(file);
                }
            }
        }
    }

    private async Task<ActivatedRelease?> ActiveAsync(HostRun host, ExpectedPayload? expected, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeFitAsync(run, host, request, cancellationToken) is null
            || await HostSteps.LockAsync(run, host, cancellationToken) is not { } lease
            || await HostSteps.ReadActiveAsync(host, lease.Folder, lease.Inspection, expected, cancellationToken) is not var (receipt, manifest))
        {
            return null;
        }

        host.Describe(report => report with { Files = manifest.FileCount, Bytes = manifest.Bytes, Manifest = manifest.Digest });
        run.Folder?.Write(receipt with { Host = host.Host.Name });
        return new ActivatedRelease(lease, receipt, manifest);
    }

    private async Task RunSuitesAsync(HostRun host, ActivatedRelease release, CancellationToken cancellationToken)
    {
        var tool = Auditor.ToolFor(host.Facts!, release.Manifest.Algorithm);
        if (!tool.Succeeded)
        {
            host.Fail(tool.Faults);
            return;
        }

        run.Folder?.Write(release.Manifest);
        run.Folder?.Write(new JobRecord { Kind = JobRecordKind.Ready, Time = run.Events.Now, Host = host.Host.Name, Release = release.Receipt.Release, Manifest = release.Manifest.Digest });
        var own = suites.Where(suite => hostsOf[suite.Name].Contains(host.Host.Name)).ToList();
        foreach (var suite in own.Where(suite => suite.Mode == SuiteMode.Each))
        {
            if (limit.IsReached)
            {
                host.Note($"suite '{SafeText.Line(suite.Name)}' was not begun, because so many tests had failed");
                continue;
            }

            await RunSuiteAsync(host, suite, (release, tool.Value), cancellationToken);
        }

        if (pool?.Wants(host) == true)
        {
            await new PoolWorker(pool, host, tool.Value, settings).ExecuteAsync(() => Task.FromResult<ActivatedRelease?>(release), [], [], cancellationToken);
        }

        if (own.Count > 0)
        {
            host.Outcome = HostOutcome.Passed;
        }
    }

    private async Task RunSuiteAsync(HostRun host, TestSuite suite, (ActivatedRelease Release, string Tool) on, CancellationToken cancellationToken)
    {
        if (Unmet(host, suite) is { } unmet)
        {
            host.Fail(unmet);
            return;
        }

        try
        {
            var report = await new SuiteRun(run, host, on.Tool, settings).ExecuteAsync(suite, on.Release, cancellationToken);
            host.Add(report with { Replay = ReplayCommand.Of(request, host.Host, suite) });
            limit.Add(report.Failed > 0 ? report.Failed : report.Faults.Count > 0 ? 1 : 0);
        }
        catch (OperationCanceledException)
        {
            host.Note($"suite '{SafeText.Line(suite.Name)}' was given up before it ended");
            throw;
        }
    }

    // A suite that each host is to run is not left out where it cannot be: that would be a silent gap.
    private static Fault? Unmet(HostRun host, TestSuite suite)
    {
        var pooled = new PoolHost(host.Host, host.Facts!);
        var unmet = suite.Requires.Where(requirement => !requirement.IsMetBy(pooled)).Select(requirement => requirement.ToString()).ToList();
        return unmet.Count == 0 ? null : new Fault(FaultCatalog.NoHostForUnit, $"The host does not meet what suite '{SafeText.Line(suite.Name)}' requires")
        {
            Expected = SafeText.Line(string.Join(", ", unmet), 300),
            Found = "see doctor, and the tags of the host",
            Try = "Leave the host out with on: of the suite, or let hosts share the suite (mode: pool)",
            Location = suite.Location,
        };
    }
}
