using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>What a relay did for one host.</summary>
/// <param name="Missing">What the host still lacks and has to be sent directly.</param>
/// <param name="Listing">What it holds; null when it has to be asked.</param>
internal sealed record RelayOutcome(IReadOnlyList<ManifestEntry> Missing, AuditListing? Listing)
{
    /// <summary>True when the stream came to its end there.</summary>
    public bool IsComplete { get; init; }

    /// <summary>Copies that were ordered there and that it need not have read; none of them was sent.</summary>
    public IReadOnlySet<string> KnownCopies { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>True when what is sent to it is better compressed.</summary>
    public bool IsCompressed { get; init; }

    /// <summary>True when its staging folder has not been made.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Why the host is lost; null when it is not.</summary>
    public Fault? Lost { get; init; }
}
