using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Planning;

/// <summary>What every verb needs to know: which hosts, where on them, how long. Immutable; both faces only fill one in.</summary>
public record FleetRequest
{
    /// <summary>The hosts, at least one, names unique.</summary>
    public required IReadOnlyList<Host> Hosts { get; init; }

    /// <summary>All hosts that selectors of suites may name; empty for no more than <see cref="Hosts"/>.</summary>
    public HostInventory Known { get; init; } = HostInventory.Empty;

    /// <summary>Application: the folder below the base. Letters, digits, <c>. _ -</c>; default <c>app</c>.</summary>
    public string App { get; init; } = "app";

    /// <summary>Folder on the hosts that holds all applications: absolute, or <c>~/…</c> of the remote user. A host's own base wins.</summary>
    public string Base { get; init; } = "~/.remotedeploy";

    /// <summary>Digest that proves content; default SHA-256.</summary>
    public DigestAlgorithm Digest { get; init; } = DigestAlgorithm.Sha256;

    /// <summary>Hosts worked on at the same time, at least 1; default 32.</summary>
    public int Forks { get; init; } = 32;

    /// <summary>Deadline of the whole run on each host; null for none (every single step still has its own).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Deadline for connecting and authenticating; default 10 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A transfer that moves nothing for this long is given up; default 20 s.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Bytes per second that a transfer has to move at least, on the average of <see cref="StallTimeout"/>; default 1,000.</summary>
    public double MinRate { get; init; } = 1_000;

    /// <summary>How long a host on which a job runs may be out of reach before it is given up; default 2 minutes.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>ssh_config file handed to ssh with <c>-F</c>, absolute; null for the user's own.</summary>
    public string? SshConfig { get; init; }

    /// <summary>What hosts must have before anything is copied.</summary>
    public IReadOnlyList<Probing.Requirement> Requires { get; init; } = [];
}
