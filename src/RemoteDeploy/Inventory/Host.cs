using RemoteDeploy.Faults;

namespace RemoteDeploy.Inventory;

/// <summary>One machine that can be reached and run commands. Null settings are decided later: by ssh_config for SSH, by the request for the base.</summary>
public sealed record Host
{
    /// <summary>No host has a higher <see cref="Score"/>.</summary>
    public const int HighestScore = 1000;

    /// <summary>The name people use and reports show: an alias, <c>user@address:port</c>, or <c>local:name</c>. Unique in a run.</summary>
    public required string Name { get; init; }

    /// <summary>How the host is reached.</summary>
    public HostKind Kind { get; init; }

    /// <summary>For SSH: the alias or host name given to ssh. For local: the name of the folder, which plays the host.</summary>
    public required string Address { get; init; }

    /// <summary>Login name; null lets ssh_config decide.</summary>
    public string? User { get; init; }

    /// <summary>TCP port, 1 to 65535; null lets ssh_config decide.</summary>
    public int? Port { get; init; }

    /// <summary>Private key file on this machine; null lets ssh_config and the agent decide.</summary>
    public string? Identity { get; init; }

    /// <summary>Folder on the host that holds all releases; null takes the request's.</summary>
    public string? Base { get; init; }

    /// <summary>Runtime identifier declared for the host, such as <c>linux-arm64</c>; null when the probe decides.</summary>
    public string? Rid { get; init; }

    /// <summary>How gladly the host is used: where several are free for a unit of a pool, it goes to one with the highest score. 0 to 1000, 0 unless said.</summary>
    public int Score { get; init; }

    /// <summary>Tags, for selectors.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Groups that hold the host, for selectors.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Where the host is written down; null for a literal of the command line.</summary>
    public SourceLocation? Location { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
