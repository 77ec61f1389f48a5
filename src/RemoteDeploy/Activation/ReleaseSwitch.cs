using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Activation;

/// <summary>The one atomic switch of <c>current</c>. Takes verified releases only.</summary>
internal static class ReleaseSwitch
{
    /// <summary>Makes a verified release the active one; later ones than <paramref name="keep"/> are removed.</summary>
    public static async Task<Attempt<ActivatedRelease>> ActivateAsync(HostRun run, VerifiedRelease release, Manifest manifest, int keep, CancellationToken cancellationToken)
    {
        var receipt = release.Receipt;
        if (release.Lease.Inspection.Current == receipt.Release)
        {
            run.Outcome = HostOutcome.Unchanged;
            return new ActivatedRelease(release.Lease, receipt, manifest);
        }

        run.Enter(Phase.Activate);
        var call = Call("activate", release, keep);
        var unknown = $"perhaps release {SafeText.Line(receipt.Release, 200)} as the active one, as no answer came to the switch: 'remotedeploy verify' tells";
        var switched = await DecisiveStep.TakeAsync(run, (release.Lease, call), unknown, cancellationToken);
        if (!switched.Succeeded)
        {
            return Attempt<ActivatedRelease>.Failed(switched.Faults);
        }

        run.Outcome = HostOutcome.Activated;
        return new ActivatedRelease(release.Lease, receipt, manifest);
    }

    /// <summary>Has a verified release stay that will not be switched to, beside <paramref name="keep"/> that were active: others that never became active do not pile up.</summary>
    /// <remarks>Where it cannot be done, the next run does it.</remarks>
    public static Task LeaveAsync(VerifiedRelease release, int keep, CancellationToken cancellationToken) =>
        release.Lease.StepAsync(Call("prune", release, keep), cancellationToken);

    private static ScriptCall Call(string verb, VerifiedRelease release, int keep) =>
        new(verb, release.Lease.Folder, release.Lease.Run, release.Receipt.Release, keep.ToString(CultureInfo.InvariantCulture));
}
