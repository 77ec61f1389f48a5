using System.Globalization;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>What a deploy would do, found out without changing anything.</summary>
internal sealed class PlanRun(FleetRun run, DeployRequest request)
{
    /// <summary>Does it.</summary>
    public async Task ExecuteAsync()
    {
        var scanned = await PayloadScanner.ScanAsync(request.Payload, request.Digest, run.Token);
        if (!scanned.TryGet(out var payload, out var faults))
        {
            run.Fail(faults);
            return;
        }

        DeployRun.Announce(run, payload.Manifest);
        var rid = PayloadRuntime.IdentifierOf(payload);
        await run.ForEachAsync(run.Hosts, (host, token) => PlanAsync(host, payload, rid, token));
    }

    private async Task PlanAsync(HostRun host, PayloadSnapshot payload, string rid, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeFitAsync(run, host, request, cancellationToken) is not { } facts)
        {
            return;
        }

        host.Fail(Fitness.ForPayload(host.Host, facts, rid, payload.Manifest.Bytes));
        if (host.Failed || await HostSteps.InspectAsync(run, host, cancellationToken) is not { } inspection)
        {
            return;
        }

        var manifest = payload.Manifest;
        var same = inspection.With(manifest.Digest);
        var missing = same is not null ? [] : await MissingAsync(host, inspection, manifest, cancellationToken);
        host.Describe(report => report with {
            Release = same ?? inspection.FreeName(DeployRun.ReleaseName(request.Version, manifest)),
            PreviousRelease = inspection.Current,
            FilesSent = missing.Count,
            BytesSent = missing.Sum(entry => entry.Size),
            FilesReused = manifest.FileCount - missing.Count,
        });
        host.Outcome = HostOutcome.Ok;
        host.Note(same is not null && same == inspection.Current
            ? "has this release and it is active; it would be verified, and nothing sent or switched when it holds"
            : same is not null
                ? $"has this release; it would be verified and switched to from {inspection.Current ?? "nothing"}"
                : string.Create(CultureInfo.InvariantCulture, $"would get {missing.Count} of {manifest.FileCount} files and be switched from {inspection.Current ?? "nothing"}"));
    }

    private async Task<List<ManifestEntry>> MissingAsync(HostRun host, Activation.Inspection inspection, Manifest manifest, CancellationToken cancellationToken)
    {
        var finder = new Broadcast.ReuseFinder(host.Session, host.Session.AppFolder(run.Identity.App), inspection);
        var found = await finder.FindAsync(manifest, new HashSet<string>(StringComparer.Ordinal), cancellationToken);
        return [.. manifest.Files.Where(entry => !found.Succeeded || !found.Value.Paths.Contains(entry.Path))];
    }
}
