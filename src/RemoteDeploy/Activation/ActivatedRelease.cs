using RemoteDeploy.Payload;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Activation;

/// <summary>A verified release that is the active one. Only <see cref="ReleaseSwitch"/> makes one; suites run on nothing else.</summary>
internal sealed class ActivatedRelease
{
    internal ActivatedRelease(HostLease lease, Receipt receipt, Manifest manifest)
    {
        Lease = lease;
        Receipt = receipt;
        Manifest = manifest;
    }

    /// <summary>The lock that keeps others from switching it.</summary>
    public HostLease Lease { get; }

    /// <summary>The record of its verification.</summary>
    public Receipt Receipt { get; }

    /// <summary>What it must hold, for the proof before each suite.</summary>
    public Manifest Manifest { get; }
}
