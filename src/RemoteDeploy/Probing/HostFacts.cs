namespace RemoteDeploy.Probing;

/// <summary>What a probe found on a host. Text comes from the host: pass it through <see cref="Reporting.SafeText"/> before printing.</summary>
public sealed record HostFacts
{
    /// <summary>Kernel name, as <c>uname -s</c> says.</summary>
    public string Os { get; init; } = "";

    /// <summary>Name and version of the system, from os-release; empty when unknown.</summary>
    public string OsVersion { get; init; } = "";

    /// <summary>Release of the kernel, as <c>uname -r</c> says; empty when unknown.</summary>
    public string Kernel { get; init; } = "";

    /// <summary>Name and version of the C library, such as <c>glibc 2.31</c> or <c>musl 1.2.4</c>; without a version where that is not told, empty when unknown.</summary>
    public string Libc { get; init; } = "";

    /// <summary>Machine, as <c>uname -m</c> says.</summary>
    public string Architecture { get; init; } = "";

    /// <summary>Runtime identifier, such as <c>linux-x64</c> or <c>linux-musl-arm64</c>; empty when it cannot be told.</summary>
    public string Rid { get; init; } = "";

    /// <summary>The name the host gives itself.</summary>
    public string HostName { get; init; } = "";

    /// <summary>Login name there.</summary>
    public string User { get; init; } = "";

    /// <summary>Home folder there.</summary>
    public string Home { get; init; } = "";

    /// <summary>Login shell there.</summary>
    public string LoginShell { get; init; } = "";

    /// <summary>Bytes that the login shell printed before the first command ran; 0 is right.</summary>
    public int ShellNoise { get; init; }

    /// <summary>Time from sending the first command to its first answer: connecting, login and shell start-up.</summary>
    public TimeSpan ConnectLatency { get; init; }

    /// <summary>Time that the probe itself took, after the login.</summary>
    public TimeSpan CommandLatency { get; init; }

    /// <summary>Command that computes MD5; empty when there is none.</summary>
    public string Md5Tool { get; init; } = "";

    /// <summary>Command that computes SHA-256; empty when there is none.</summary>
    public string Sha256Tool { get; init; } = "";

    /// <summary>Kind of tar: <c>gnu</c>, <c>busybox</c>, <c>bsd</c>, <c>other</c>; empty when there is none.</summary>
    public string Tar { get; init; } = "";

    /// <summary>True when gzip is there.</summary>
    public bool HasGzip { get; init; }

    /// <summary>True when zstd is there.</summary>
    public bool HasZstd { get; init; }

    /// <summary>True when an ssh client and tee are there, so that the host can pass a payload on to others.</summary>
    public bool HasSshClient { get; init; }

    /// <summary>Port of the sshd that was connected to, as the host sees it; 0 when unknown.</summary>
    public int SshPort { get; init; }

    /// <summary>Addresses of the host: first the one that was connected to, as the host sees it; empty when unknown.</summary>
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Tools that a deploy needs and the host lacks.</summary>
    public IReadOnlyList<string> MissingTools { get; init; } = [];

    /// <summary>The base folder, as the host resolves it.</summary>
    public string Base { get; init; } = "";

    /// <summary>True when the base exists and can be written, or can be made.</summary>
    public bool BaseWritable { get; init; }

    /// <summary>Bytes free where the base is; -1 when unknown.</summary>
    public long FreeBytes { get; init; } = -1;

    /// <summary>The folder for temporary files: <c>TMPDIR</c> of commands over ssh, or <c>/tmp</c>.</summary>
    public string TemporaryFolder { get; init; } = "";

    /// <summary>True when it, or <c>/tmp</c>, can be written.</summary>
    public bool TemporaryWritable { get; init; }

    /// <summary>Bytes free in it; -1 when unknown.</summary>
    public long TemporaryFreeBytes { get; init; } = -1;

    /// <summary>Memory in bytes; -1 when unknown.</summary>
    public long MemoryBytes { get; init; } = -1;

    /// <summary>Processors; 0 when unknown.</summary>
    public int Processors { get; init; }

    /// <summary>Clock of the host minus clock of this machine, to a second, network latency included.</summary>
    public TimeSpan ClockSkew { get; init; }

    /// <summary>Identifies the boot of the machine; empty when unknown.</summary>
    public string BootId { get; init; } = "";

    /// <summary>The <c>dotnet</c> program; empty when there is none.</summary>
    public string DotnetProgram { get; init; } = "";

    /// <summary>.NET runtimes found: name and version, such as <c>Microsoft.NETCore.App 10.0.1</c>.</summary>
    public IReadOnlyList<string> Runtimes { get; init; } = [];

    /// <summary>What the ssh client here and the host's server say of themselves; only <c>doctor</c> asks. Null when nobody asked or answered.</summary>
    public SshHandshake? Ssh { get; init; }

    /// <summary>Tools that tests often depend on: name and version, such as <c>bash 5.2.15</c> or <c>python3 3.11</c>.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];
}
