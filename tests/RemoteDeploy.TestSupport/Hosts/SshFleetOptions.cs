namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>What differs from a plain OpenSSH host. The same for all hosts of a fleet.</summary>
public sealed record SshFleetOptions
{
    /// <summary>
    /// The user's login shell: a path, or a program's name to be found on PATH (<c>fish</c>, <c>tcsh</c>, <c>busybox</c>).
    /// Null keeps the user's own. Needs <see cref="Prerequisite.IsolatedHosts"/>.
    /// </summary>
    public string? LoginShell { get; init; }

    /// <summary>Files for the home folder of each host, by relative path, such as a <c>.bashrc</c> that prints something.</summary>
    public IReadOnlyDictionary<string, string> HomeFiles { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Environment of every remote command, such as a <c>PATH</c> that lacks a program. Values without white space.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Sessions a connection may hold; null takes sshd's default of 10.</summary>
    public int? MaxSessions { get; init; }

    /// <summary>Unauthenticated connections, as sshd_config writes it (<c>2:100:2</c>); null takes sshd's default of 10:30:100.</summary>
    public string? MaxStartups { get; init; }

    /// <summary>Further lines of sshd_config. They stand first, and sshd takes the first value it reads.</summary>
    public IReadOnlyList<string> SshdLines { get; init; } = [];

    /// <summary>Size of a file system of its own under /srv, in MB; 0 for a plain folder. Needs <see cref="Prerequisite.IsolatedHosts"/>.</summary>
    public int SrvMegabytes { get; init; }
}
