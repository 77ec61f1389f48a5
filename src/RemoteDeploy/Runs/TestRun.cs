using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>Suites on hosts: after a deploy in the same run, or on what is active.</summary>
internal sealed class TestRun(FleetRun run, IReadOnlyList<TestSuite> suites, string? resultsFolder)
{
    private readonly Dictionary<string, IReadOnlySet<string>> hostsOf = new(StringComparer.Ordinal);

    /// <summary>Runs suites on the active release of every host.</summary>
    public async Task ExecuteAsync(TestRequest request)
    {
        if (!SelectHosts())
        {
            return;
        }

        var expected = request.Payload is null ? null : new ExpectedPayload(request.Payload, run.Token);
        if (expected is not null && !await DeployRun.AnnounceAsync(run, expected, request))
        {
            return;
        }

        await run.ForEachAsync(run.Hosts, async (host, token) =>
        {
            if (await ActiveAsync(host, request, expected, token) is { } release)
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
        var hosts = run.Hosts.Select(host => host.Host).ToList();
        foreach (var suite in suites)
        {
            var selected = SuiteSelection.HostsOf(suite, hosts);
            run.Fail(selected.Faults);
            hostsOf[suite.Name] = selected.Succeeded ? selected.Value : new HashSet<string>(StringComparer.Ordinal);
            if (selected is { Succeeded: true, Value.Count: 0 })
            {
                run.Events.Raise(new Noted(run.Events.Now, null, $"suite '{SafeText.Line(suite.Name)}' is for none of these hosts and is left out"));
            }
        }

        if (run.Failed || hostsOf.Values.Any(names => names.Count > 0))
        {
            return !run.Failed;
        }

        run.Fail([new Fault(FaultCatalog.NothingSelected, "No suite is for any of these hosts") { Try = "Check on: of the suites and the selector of the run" }]);
        return false;
    }

    private async Task<ActivatedRelease?> ActiveAsync(HostRun host, TestRequest request, ExpectedPayload? expected, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeFitAsync(run, host, request, cancellationToken) is null
            || await HostSteps.LockAsync(run, host, cancellationToken) is not { } lease
            || await HostSteps.ReadActiveAsync(host, lease.Folder, lease.Inspection, expected, cancellationToken) is not var (receipt, manifest))
        {
            return null;
        }

        host.Describe(report => report with { Files = manifest.FileCount, Bytes = manifest.Bytes, Manifest = manifest.Digest });
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

        var own = suites.Where(suite => hostsOf[suite.Name].Contains(host.Host.Name)).ToList();
        foreach (var suite in own)
        {
            host.Add(await new SuiteRun(run, host, tool.Value, resultsFolder).ExecuteAsync(suite, release, cancellationToken));
        }

        if (own.Count > 0)
        {
            host.Outcome = HostOutcome.Passed;
        }
    }
}
