using RemoteDeploy.Activation;
using RemoteDeploy.Payload;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast;

/// <summary>A payload that was moved to a host and that nobody has checked yet.</summary>
/// <param name="Lease">The lock under which it was staged.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Name">Name of the release on the host.</param>
/// <param name="Folder">Where its files are: the staging folder, or the release's own when the host had it already.</param>
internal sealed record StagedRelease(HostLease Lease, PayloadSnapshot Payload, string Name, string Folder)
{
    /// <summary>What was found out about the release that the host had already; null when it was moved there.</summary>
    public KeptState? Kept { get; init; }

    /// <summary>True when the host had the release already and nothing was moved.</summary>
    public bool WasThere => Kept is not null;

    /// <summary>Copies that this run ordered and that the host need not read again.</summary>
    public IReadOnlySet<string> KnownCopies { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>What the host found in the folder right after the copy; null when it has to be asked still.</summary>
    public AuditListing? Listing { get; init; }

    /// <summary>What was sent so far, each file once.</summary>
    public IReadOnlySet<string> Sent { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Files taken from an earlier release on the host.</summary>
    public int Reused { get; init; }
}
