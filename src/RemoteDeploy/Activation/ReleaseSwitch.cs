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
    public static async Task<Attempt<ActivatedRelease>> ActivateAsync(HostRun run, VerifiedRelease release, Manifest manifest, int keep, TimeProvider time, CancellationToken cancellationToken)
    {
        var receipt = release.Receipt;
        if (release.Lease.Inspection.Current == receipt.Release)
        {
            run.Outcome = HostOutcome.Unchanged;
            return new ActivatedRelease(release.Lease, receipt, manifest);
        }

        run.Enter(Phase.Activate);
        var call = new ScriptCall("activate", release.Lease.Folder, release.Lease.Run, receipt.Release, keep.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var unknown = $"perhaps release {SafeText.Line(receipt.Release, 200)} as the active one, as no answer came to the switch: 'remotedeploy verify' tells";
        var switched = await DecisiveStep.TakeAsync(run, (release.Lease, call), unknown, time, cancellationToken);
        if (!switched.Succeeded)
        {
            return Attempt<ActivatedRelease>.Failed(switched.Faults);
        }

        run.Outcome = HostOutcome.Activated;
        return new ActivatedRelease(release.Lease, receipt, manifest);
    }
}
