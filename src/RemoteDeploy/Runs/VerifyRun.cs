using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>An audit of active releases. Takes no lock and changes nothing.</summary>
internal sealed class VerifyRun(FleetRun run, VerifyRequest request)
{
    /// <summary>Does it.</summary>
    public async Task ExecuteAsync()
    {
        var expected = request.Payload is null ? null : new ExpectedPayload(request.Payload, run.Token);
        if (expected is not null && !await DeployRun.AnnounceAsync(run, expected, request))
        {
            return;
        }

        await run.ForEachAsync(run.Hosts, (host, token) => VerifyAsync(host, expected, token));
    }

    private async Task VerifyAsync(HostRun host, ExpectedPayload? expected, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeAsync(run, host, cancellationToken) is not { } facts
            || await HostSteps.InspectAsync(run, host, cancellationToken) is not { } inspection)
        {
            return;
        }

        host.Enter(Phase.Verify);
        var folder = host.Session.AppFolder(request.App);
        if (await HostSteps.ReadActiveAsync(host, folder, inspection, expected, cancellationToken) is not var (receipt, manifest))
        {
            return;
        }

        host.Describe(report => report with { Files = manifest.FileCount, Bytes = manifest.Bytes, Manifest = manifest.Digest });
        var tool = Auditor.ToolFor(facts, manifest.Algorithm);
        if (!tool.Succeeded)
        {
            host.Fail(tool.Faults);
            return;
        }

        var audited = await Auditor.TreeAsync(host.Session, $"{folder}/releases/{receipt.Release}", tool.Value, cancellationToken);
        if (audited.TryGet(out var listing, out var faults))
        {
            host.Fail(ReleaseComparison.Of(manifest, listing).Faults);
            host.Describe(report => report with { Verified = VerifiedHow.Recomputed });
            host.Outcome = HostOutcome.Verified;
        }
        else
        {
            host.Fail(faults);
        }
    }
}
