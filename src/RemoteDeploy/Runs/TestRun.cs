using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
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

        await run.ForEachAsync(run.Hosts, async (host, token) =>
        {
            if (await ActiveAsync(host, expected, token) is { } release)
            {
                await RunSuitesAsync(host, release, token);
            }
        });
    }

    /// <summary>Runs suites on what a deploy of this run has activated.</summary>
    public Task ExecuteAsync(IReadOnlyDictionary<HostRun, ActivatedRelease> activated) =>
        run.ForEachAsync(activated.Keys, (host, token) => RunSuitesAsync(host, activated[host], token));

    /// <summary>Finds out which suite runs where. False, with faults, when a selector is wrong or no suite has any host.</summary>
    public bool SelectHosts()
    {
        foreach (var suite in suites)
        {
            var selected = SuiteSelection.HostsOf(suite, request);
            run.Fail(selected.Faults);
            hostsOf[suite.Name] = selected.Succeeded ? selected.Value : new HashSet<string>(StringComparer.Ordinal);
            if (selected is { Succeeded: true, Value.Count: 0 })
            {
                run.Events.Raise(new Noted(run.Events.Now, null, $"suite '{SafeText.Line(suite.Name)}' is for none of these hosts and is left out"));
            }
        }

        ForgetOldResults();
        run.Folder?.Write(SavedRun.Of(run.Identity, run.Verb, request, (IRunsSuites)request) with { HostsOf = [.. suites.Select(suite => (IReadOnlyList<string>)[.. hostsOf[suite.Name]])] });
        if (run.Failed || hostsOf.Values.Any(names => names.Count > 0))
        {
            return !run.Failed;
        }

        run.Fail([new Fault(FaultCatalog.NothingSelected, "No suite is for any of these hosts") { Try = "Check on: of the suites and the selector of the run" }]);
        return false;
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
        foreach (var suite in own)
        {
            try
            {
                var report = await new SuiteRun(run, host, tool.Value, settings).ExecuteAsync(suite, release, cancellationToken);
                host.Add(report with { Replay = ReplayCommand.Of(request, host.Host, suite) });
            }
            catch (OperationCanceledException)
            {
                host.Note($"suite '{SafeText.Line(suite.Name)}' was stopped before it ended");
                throw;
            }
        }

        if (own.Count > 0)
        {
            host.Outcome = HostOutcome.Passed;
        }
    }
}
