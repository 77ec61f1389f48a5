using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>Steps that several verbs take with a host. Each notes its faults on the host and returns null when there were any.</summary>
internal static class HostSteps
{
    /// <summary>Connects and probes.</summary>
    public static async Task<HostFacts?> ProbeAsync(FleetRun run, HostRun host, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);
        var probed = await Prober.ProbeAsync(host.Session, run.Identity.Time, cancellationToken);
        if (!probed.TryGet(out var facts, out var faults))
        {
            host.Fail(faults);
            return null;
        }

        host.Facts = facts;
        host.Enter(Phase.Probe);
        foreach (var remark in host.Session.Remarks.Concat(Fitness.Remarks(facts)))
        {
            host.Note(remark);
        }

        return facts;
    }

    /// <summary>Connects, probes, and checks that the host can hold verified releases.</summary>
    public static async Task<HostFacts?> ProbeFitAsync(FleetRun run, HostRun host, FleetRequest request, CancellationToken cancellationToken)
    {
        if (await ProbeAsync(run, host, cancellationToken) is not { } facts)
        {
            return null;
        }

        host.Fail(Fitness.ForReleases(request, facts));
        return host.Failed ? null : facts;
    }

    /// <summary>Takes the lock of the application.</summary>
    public static async Task<HostLease?> LockAsync(FleetRun run, HostRun host, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Lock);
        var taken = await HostLease.TakeAsync(host.Session, host.Session.AppFolder(run.Identity.App), (run.Identity.RunId, run.Identity.Owner), run.Identity.Time, cancellationToken);
        if (!taken.TryGet(out var lease, out var faults))
        {
            host.Fail(faults);
            if (host.IsLost)
            {
                host.LeavesLock(host.Session.AppFolder(run.Identity.App));
            }

            return null;
        }

        host.Lease = lease;
        foreach (var note in lease.Inspection.Notes)
        {
            host.Note(note);
        }

        host.Describe(report => report with { PreviousRelease = lease.Inspection.Current });
        await OldJobs.ForgetAsync(run.Options.WorkFolder, host, lease, cancellationToken);
        return lease;
    }

    /// <summary>The same release under a lock that is held: the old one, or where the connection that held it was lost, a new one.</summary>
    /// <returns>Null, with faults, when another run has taken or switched the application meanwhile.</returns>
    public static async Task<Attempt<ActivatedRelease>> HoldAsync(FleetRun run, HostRun host, ActivatedRelease release, CancellationToken cancellationToken)
    {
        if (host.Lease is { IsHeld: true } && host.Lease == release.Lease)
        {
            return release;
        }

        if (host.Lease is not { IsHeld: true } lease)
        {
            await host.ReleaseAsync(hasty: true);
            var taken = await HostLease.TakeAsync(host.Session, host.Session.AppFolder(run.Identity.App), (run.Identity.RunId, run.Identity.Owner), run.Identity.Time, cancellationToken);
            if (!taken.TryGet(out lease, out var faults))
            {
                return Attempt<ActivatedRelease>.Failed(faults);
            }

            host.Lease = lease;
            host.Note("the lock was taken again after the connection had been lost");
        }

        return lease.Inspection.Current == release.Receipt.Release
            ? new ActivatedRelease(lease, release.Receipt, release.Manifest)
            : new Fault(FaultCatalog.ReceiptDoesNotHold, "Another release was made active while the connection was lost") { Expected = release.Receipt.Release, Found = SafeText.Line(lease.Inspection.Current ?? "none", 200), Try = "Run again" };
    }

    /// <summary>Lists what the host has, without a lock.</summary>
    public static async Task<Inspection?> InspectAsync(FleetRun run, HostRun host, CancellationToken cancellationToken)
    {
        var answered = await host.Session.StepAsync(new ScriptCall("inspect", host.Session.AppFolder(run.Identity.App)), cancellationToken);
        if (!answered.TryGet(out var reply, out var faults) || reply.Faults.Count > 0)
        {
            host.Fail(answered.Succeeded ? answered.Value.Faults : faults);
            return null;
        }

        return Inspection.Read(reply);
    }

    /// <summary>The active release's receipt and manifest, which must belong together.</summary>
    public static async Task<(Receipt Receipt, Payload.Manifest Manifest)?> ReadActiveAsync(HostRun host, string folder, Inspection inspection, ExpectedPayload? expected, CancellationToken cancellationToken)
    {
        if (inspection.Current is not { } current)
        {
            host.Fail(new Fault(FaultCatalog.NoActiveRelease, "There is no active release") { Path = SafeText.Line(folder), Try = "Deploy first; check app and base" });
            return null;
        }

        host.Describe(report => report with { Release = SafeText.Line(current, 200) });
        if (!inspection.Receipts.TryGetValue(current, out var receipt))
        {
            host.Fail(new Fault(FaultCatalog.ReceiptDoesNotHold, "The active release has no readable receipt") { Path = SafeText.Line(current, 200), Try = "Deploy again" });
            return null;
        }

        Payload.Manifest? wanted = null;
        if (expected is not null && !(await expected.ManifestAsync(receipt.Digest)).TryGet(out wanted, out var unreadable))
        {
            host.Fail(unreadable);
            return null;
        }

        if (wanted is not null && receipt.Manifest != wanted.Digest)
        {
            host.Fail(new Fault(FaultCatalog.ReceiptDoesNotHold, "The active release is not the payload that was asked for") { Path = current, Expected = $"manifest {wanted.Digest}", Found = $"manifest {receipt.Manifest}", Try = "Deploy this payload first" });
            return null;
        }

        var read = await ManifestReader.ReadAsync(host.Session, folder, current, cancellationToken);
        if (!read.TryGet(out var manifest, out var faults))
        {
            host.Fail(faults);
            return null;
        }

        if (manifest.Digest != receipt.Manifest)
        {
            host.Fail(new Fault(FaultCatalog.ReceiptDoesNotHold, "Receipt and manifest of the active release do not belong together") { Path = current, Expected = receipt.Manifest, Found = manifest.Digest, Try = "Deploy again" });
            return null;
        }

        // What the host's own manifest says is believed only where there is no payload here to compare with.
        return (receipt, wanted ?? manifest);
    }
}
