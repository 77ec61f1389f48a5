namespace RemoteDeploy.Inventory;

/// <summary><c>links:</c> of an inventory: how fast hosts are connected, in bytes per second. Where nothing is said, it is measured.</summary>
public sealed record LinkRates
{
    /// <summary>Nothing is known.</summary>
    public static LinkRates None { get; } = new();

    /// <summary>What this machine can send; null when not said.</summary>
    public double? Uplink { get; init; }

    /// <summary>What each host can send and receive, by name.</summary>
    public IReadOnlyDictionary<string, double> Hosts { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Names of hosts that other hosts cannot reach: each is sent everything from this machine.</summary>
    public IReadOnlySet<string> Direct { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Rate from this machine to a host; null when neither end is said.</summary>
    internal double? To(Host host) => Uplink is { } uplink ? Math.Min(uplink, Of(host) ?? uplink) : Of(host);

    /// <summary>Rate of a host's link; null when not said.</summary>
    internal double? Of(Host host) => Hosts.TryGetValue(host.Name, out var rate) ? rate : null;
}
