using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;
using System.Collections.Concurrent;

namespace RemoteDeploy.Runs;

/// <summary>A switch back. The release is verified whole before; all hosts are verified before any is switched.</summary>
internal sealed class RollbackRun(FleetRun run, RollbackRequest request)
{
    // Nothing is thrown away by going back: what was newest stays for going forward again.
    private const int KeepAll = 1_000_000;
    private readonly ConcurrentDictionary<HostRun, (VerifiedRelease Release, Payload.Manifest Manifest)> verified = new();

    /// <summary>Does it.</summary>
    public async Task ExecuteAsync()
    {
        await run.ForEachAsync(run.Hosts, VerifyAsync, goesOn: true);
        run.Token.ThrowIfCancellationRequested();
        if (verified.Count < run.Hosts.Count)
        {
            foreach (var host in verified.Keys)
            {
                host.Note("not switched, because other hosts failed");
                host.Outcome = HostOutcome.Staged;
            }

            return;
        }

        await run.ForEachAsync(run.Hosts, async (host, token) =>
        {
            var (release, manifest) = verified[host];
            var switched = await ReleaseSwitch.ActivateAsync(host, release, manifest, KeepAll, token);
            host.Fail(switched.Faults);
            host.Outcome = host.Outcome == HostOutcome.Unchanged ? HostOutcome.Unchanged : HostOutcome.RolledBack;
        });
    }

    private async Task VerifyAsync(HostRun host, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeFitAsync(run, host, request, cancellationToken) is not { } facts
            || await HostSteps.LockAsync(run, host, cancellationToken) is not { } lease)
        {
            return;
        }

        if (Target(lease.Inspection) is not { } target)
        {
            host.Fail(new Fault(FaultCatalog.NoEarlierRelease, request.To is null ? "There is no earlier release to switch back to" : "The release is not kept on the host")
            {
                Path = request.To is null ? null : SafeText.Line(request.To),
                Found = lease.Inspection.Receipts.Count == 0 ? "no release at all" : SafeText.Line(string.Join(", ", lease.Inspection.Receipts.Keys)),
                Try = "Deploy the version you want",
            });
            return;
        }

        // The release that is to become active is looked at as if it were.
        var wanted = lease.Inspection with { Current = target };
        host.Enter(Phase.Verify);
        if (await HostSteps.ReadActiveAsync(host, lease.Folder, wanted, null, cancellationToken) is not var (receipt, manifest))
        {
            return;
        }

        var tool = Auditor.ToolFor(facts, manifest.Algorithm);
        var audited = tool.Succeeded
            ? await Auditor.TreeAsync(host.Session, $"{lease.Folder}/releases/{target}", tool.Value, cancellationToken)
            : Attempt<AuditListing>.Failed(tool.Faults);
        if (!audited.TryGet(out var listing, out var faults))
        {
            host.Fail(faults);
            return;
        }

        var comparison = ReleaseComparison.Of(manifest, listing);
        host.Fail(comparison.Faults);
        if (comparison.Holds)
        {
            host.Describe(report => report with { Files = manifest.FileCount, Bytes = manifest.Bytes, Manifest = manifest.Digest, Verified = VerifiedHow.Recomputed });
            var proof = run.Identity.ReceiptFor(host.Host.Name, receipt.Release, manifest);
            verified[host] = (VerifiedRelease.From(lease, comparison, proof), manifest);
            run.Folder?.Write(proof);
        }
    }

    private string? Target(Inspection inspection) =>
        request.To is null ? inspection.Previous() : inspection.Receipts.ContainsKey(request.To) ? request.To : null;
}
