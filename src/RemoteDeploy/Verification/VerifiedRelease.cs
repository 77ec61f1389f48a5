using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast;

namespace RemoteDeploy.Verification;

/// <summary>
/// A release that a host holds exactly as its manifest says: the host recomputed every digest and each was compared, in this run or,
/// where a deploy may rely on records, in the run that wrote the bytes. Only <see cref="Verifier"/> makes one, and only verified
/// releases can be activated.
/// </summary>
internal sealed class VerifiedRelease
{
    private VerifiedRelease(HostLease lease, Receipt receipt)
    {
        Lease = lease;
        Receipt = receipt;
    }

    /// <summary>The lock under which it was verified.</summary>
    public HostLease Lease { get; }

    /// <summary>The record of it.</summary>
    public Receipt Receipt { get; }

    /// <summary>Makes one from a comparison that holds.</summary>
    /// <exception cref="InvalidOperationException">The comparison does not hold.</exception>
    internal static VerifiedRelease From(HostLease lease, ReleaseComparison comparison, Receipt receipt) => comparison.Holds
        ? new VerifiedRelease(lease, receipt)
        : throw Differs();

    /// <summary>Makes one from a release that the host had and that holds.</summary>
    /// <exception cref="InvalidOperationException">It does not hold.</exception>
    internal static VerifiedRelease From(HostLease lease, KeptState kept, Receipt receipt) => kept.Holds ? new VerifiedRelease(lease, receipt) : throw Differs();

    private static InvalidOperationException Differs() => new("A release that differs from its manifest is not verified.");
}
