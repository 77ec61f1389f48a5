using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>
/// A run whose process is gone, gone on with: jobs that were started are followed to their end from the byte where it broke off, suites
/// that were not are started, and everything is judged as the run itself would have.
/// </summary>
internal sealed class AttachRun(FleetRun run, SavedRun saved, TestRequest request, IReadOnlyList<JobRecord> records)
{
    private readonly TestSettings settings = new(saved.Tests, saved.LostAfter, IsResumed: true);

    /// <summary>Goes back to a run.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, AttachRequest attach, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, attach.Run).TryGet(out var found, out var faults)
            || !RunFolder.Reopen(found.Folder).TryGet(out var folder, out faults))
        {
            return new RunReport { RunId = "", Verb = "attach", Started = options.Time.GetUtcNow(), Faults = faults };
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

    private Task ExecuteAsync() => run.ForEachAsync(run.Hosts, ExecuteAsync);

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
        var suiteRun = new SuiteRun(run, host, tool.Value, settings);
        foreach (var suite in suites)
        {
            if (own.FindLast(record => record.Kind == JobRecordKind.Started && record.Suite == suite.Name) is { } started)
            {
                var hasEnded = own.Exists(record => record.Kind == JobRecordKind.Ended && record.Folder == started.Folder);
                host.Add(await suiteRun.ResumeAsync(suite, started, (on.Manifest, hasEnded), cancellationToken));
            }
            else
            {
                release ??= await ReleaseAsync(host, on.Ready, on.Manifest, cancellationToken);
                if (release is null)
                {
                    return;
                }

                host.Add(await suiteRun.ExecuteAsync(suite, release, cancellationToken));
            }
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
