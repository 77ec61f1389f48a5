using RemoteDeploy.Reporting;

namespace RemoteDeploy;

/// <summary>What the engine must be told about this machine, because it reads neither environment nor working folder.</summary>
public sealed record EngineOptions
{
    /// <summary>Name of the folder below <see cref="WorkFolder"/> that is the tool's own; never a part of a payload.</summary>
    public const string OwnFolder = ".remotedeploy";

    /// <summary>Folder that holds <c>.remotedeploy/</c> (run folders, local hosts), absolute; most often the project's or the repository's.</summary>
    public required string WorkFolder { get; init; }

    /// <summary>Private folder for ssh control sockets, absolute and short (a socket's path must stay under 104 bytes); null keeps no connection.</summary>
    public string? ControlFolder { get; init; }

    /// <summary>The ssh client; <c>ssh</c> is looked up on PATH.</summary>
    public string SshProgram { get; init; } = "ssh";

    /// <summary>The program that looks up known host keys, for hosts that pass a payload on to each other; <c>ssh-keygen</c> is looked up on PATH.</summary>
    public string SshKeygenProgram { get; init; } = "ssh-keygen";

    /// <summary>The zstd program, which compresses for hosts that have it too; <c>zstd</c> is looked up on PATH. Where it is missing, streams go as they are.</summary>
    public string ZstdProgram { get; init; } = "zstd";

    /// <summary>
    /// Folder, absolute and of this user alone, where compressed contents are kept for later runs; null keeps none. What is in it is
    /// never trusted: hosts compute the digests of what they get.
    /// </summary>
    public string? CacheFolder { get; init; }

    /// <summary>Most bytes in <see cref="CacheFolder"/> after a run; 2 GiB by default.</summary>
    public long CacheBytes { get; init; } = 2L << 30;

    /// <summary>The choices of pools: what is next on a host, what a host is not used after, what is run again.</summary>
    public Pool.PoolPolicy PoolPolicy { get; init; } = new();

    /// <summary>Receives events; null for nobody.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
