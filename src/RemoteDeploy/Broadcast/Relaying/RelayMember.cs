using RemoteDeploy.Activation;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>A host that may get its files by way of others.</summary>
/// <param name="Run">The host.</param>
/// <param name="Lease">Its lock.</param>
/// <param name="Identity">By what others know it.</param>
internal sealed record RelayMember(HostRun Run, HostLease Lease, HostIdentity Identity)
{
    /// <summary>What it lacks.</summary>
    public required IReadOnlyList<ManifestEntry> Missing { get; init; }

    /// <summary>Computes digests there.</summary>
    public required string Tool { get; init; }

    /// <summary>Copies that were ordered there and that it need not read again.</summary>
    public IReadOnlySet<string> KnownCopies { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The same host when these files are to be sent: what is sent is always read there.</summary>
    public RelayMember Lacking(IReadOnlyList<ManifestEntry> missing) =>
        this with { Missing = missing, KnownCopies = KnownCopies.Except(missing.Select(entry => entry.Path)).ToHashSet(StringComparer.Ordinal) };

    /// <summary>True when its staging folder is to be made.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>What decodes streams to it; null when they are not compressed.</summary>
    public string? Encoding { get; init; }

    /// <summary>Bytes per second from here, where the inventory says; null to measure.</summary>
    public double? LinkRate { get; init; }

    /// <summary>Name.</summary>
    public string Name => Run.Host.Name;

    /// <summary>Bytes it lacks.</summary>
    public long Bytes => Missing.Sum(entry => entry.Size);
}
