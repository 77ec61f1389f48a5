using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Testing;

/// <summary>
/// A private copy of an activated release whose every digest the host has just recomputed: the only thing that suites run on.
/// The suite may write there; the release itself stays as it was verified.
/// </summary>
internal sealed class ProvenRelease
{
    private ProvenRelease(ActivatedRelease release, string workFolder, AuditListing listing)
    {
        Release = release;
        WorkFolder = workFolder;
        Listing = listing;
    }

    /// <summary>The release that was copied.</summary>
    public ActivatedRelease Release { get; }

    /// <summary>The copy on the host.</summary>
    public string WorkFolder { get; }

    /// <summary>What the file system said of the copy when it was proven.</summary>
    public AuditListing Listing { get; }

    /// <summary>Copies the active release and proves the copy.</summary>
    /// <returns>The proof, or RD2xxx for each thing that is not as the receipt says.</returns>
    public static async Task<Attempt<ProvenRelease>> ProveAsync(HostRun run, ActivatedRelease release, string name, string tool, CancellationToken cancellationToken)
    {
        var checkout = new ScriptCall("checkout", release.Lease.Folder, release.Lease.Run, name, release.Receipt.Release);
        var copied = await run.Session.StepAsync(checkout, cancellationToken);
        if (!copied.TryGet(out var reply, out var faults))
        {
            return Attempt<ProvenRelease>.Failed(faults);
        }

        var folder = reply.Values("path").FirstOrDefault();
        if (folder is null)
        {
            return new Fault(FaultCatalog.ProtocolBroken, "The host did not say where the suite's folder is");
        }

        var audited = await Auditor.TreeAsync(run.Session, folder, tool, cancellationToken);
        if (!audited.TryGet(out var listing, out faults))
        {
            return Attempt<ProvenRelease>.Failed(faults);
        }

        var comparison = ReleaseComparison.Of(release.Manifest, listing);
        return comparison.Holds ? new ProvenRelease(release, folder, listing) : Attempt<ProvenRelease>.Failed(comparison.Faults);
    }
}
