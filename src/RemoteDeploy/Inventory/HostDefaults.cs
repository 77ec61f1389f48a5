using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory;

/// <summary><c>defaults:</c> of an inventory: what hosts get that do not say it themselves, literals of a selector included.</summary>
public sealed record HostDefaults
{
    /// <summary><c>user:</c>, login name; not used for local hosts.</summary>
    public string? User { get; init; }

    /// <summary><c>port:</c>, 1 to 65535; not used for local hosts.</summary>
    public int? Port { get; init; }

    /// <summary><c>identity:</c>, private key file, absolute or <c>~/…</c>; not used for local hosts.</summary>
    public string? Identity { get; init; }

    /// <summary><c>base:</c>, folder on the host: absolute or <c>~/…</c>.</summary>
    public string? Base { get; init; }

    /// <summary><c>rid:</c>, runtime identifier.</summary>
    public string? Rid { get; init; }

    /// <summary><c>score:</c>, how gladly a host is used, 0 to 1000; see <see cref="Host.Score"/>.</summary>
    public int? Score { get; init; }

    /// <summary><c>tags:</c>, which every host has beside its own.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>These values where they are said, else those of <paramref name="fallback"/>; the tags of both.</summary>
    internal HostDefaults Over(HostDefaults fallback) => new()
    {
        User = User ?? fallback.User,
        Port = Port ?? fallback.Port,
        Identity = Identity ?? fallback.Identity,
        Base = Base ?? fallback.Base,
        Rid = Rid ?? fallback.Rid,
        Score = Score ?? fallback.Score,
        Tags = [.. fallback.Tags.Union(Tags, StringComparer.Ordinal)],
    };

    /// <summary>The host at an endpoint, whose own user and port win.</summary>
    internal Host ToHost(Endpoint endpoint, string name, SourceLocation? location)
    {
        var ssh = endpoint.Kind == HostKind.Ssh;
        return new Host
        {
            Name = name,
            Kind = endpoint.Kind,
            Address = endpoint.Address,
            User = ssh ? endpoint.User ?? User : null,
            Port = ssh ? endpoint.Port ?? Port : null,
            Identity = ssh ? Identity : null,
            Base = Base,
            Rid = Rid,
            Score = Score ?? 0,
            Tags = Tags,
            Location = location,
        };
    }
}
