using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast;

namespace RemoteDeploy.Verification;

/// <summary>
/// A release that a host holds exactly as its manifest says: the host recomputed every digest and each was compared. Only
/// <see cref="Verifier"/> makes one, and only verified releases can be activated.
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
        : throw new InvalidOperationException("A release that differs from its manifest is not verified.");
}
