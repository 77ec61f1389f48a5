using System.Globalization;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.TestSupport.Lab;

/// <summary>One host of a <see cref="ShapedFleet"/>: a host name, an address, homes, temporary folders, /srv and processes of its own.</summary>
public sealed class ShapedHost
{
    private readonly string folder;

    internal ShapedHost(string name, string address, string fleetFolder)
    {
        Name = name;
        Address = address;
        folder = Path.Combine(fleetFolder, name);
    }

    /// <summary>The alias in the fleet's ssh_config.</summary>
    public string Name { get; }

    /// <summary>The IPv4 address; sshd listens on port 22 of it.</summary>
    public string Address { get; }

    /// <summary>Process 1 of the host (sshd), as this machine numbers it; for <c>nsenter</c>.</summary>
    public int ProcessId { get; private set; }

    /// <summary>The home folder of the host's user, as the host names it.</summary>
    public string Home { get; private set; } = "";

    /// <summary>All that sshd wrote to its log.</summary>
    public string Log => File.ReadAllText(Path.Combine(folder, "sshd.log"));

    private string HostKey => Path.Combine(folder, "hostkey");

    /// <summary>Where a path of the host is found from outside.</summary>
    /// <param name="path">Absolute, or below <c>~/</c>.</param>
    public string Outside(string path) =>
        $"/proc/{ProcessId}/root{(path.StartsWith("~/", StringComparison.Ordinal) ? $"{Home}/{path[2..]}" : path)}";

    /// <summary>Reads a text file of the host.</summary>
    public string ReadAllText(string path) => File.ReadAllText(Outside(path));

    /// <summary>True when the host has a file or folder of that path.</summary>
    public bool Exists(string path) => Path.Exists(Outside(path));

    /// <summary>What a folder of the host holds.</summary>
    public FolderSnapshot Snapshot(string path) => FolderSnapshot.Of(Outside(path));

    /// <summary>Runs a program on the host without ssh, as root, in <c>/</c>.</summary>
    public Task<ProgramResult> RunInsideAsync(params string[] command) => Programs.RunAsync("nsenter", [.. InsidePrefix, .. command]);

    /// <summary>Arguments of <c>nsenter</c> that come before a program that is to run on the host.</summary>
    public IReadOnlyList<string> InsidePrefix =>
        ["--target", ProcessId.ToString(CultureInfo.InvariantCulture), "--mount", "--uts", "--net", "--pid", "--"];

    /// <summary>Processes of the host except sshd's, by this machine's numbers with their command lines.</summary>
    public IReadOnlyDictionary<int, string> Processes() => MarkedProcesses.InSameNamespace(ProcessId)
        .Where(process => !process.Value.StartsWith("sshd", StringComparison.Ordinal) && process.Key != ProcessId)
        .ToDictionary();

    internal async Task<string> CreateAsync(string userKey)
    {
        Directory.CreateDirectory(folder);
        File.Copy(userKey + ".pub", Path.Combine(folder, "authorized_keys"));
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test-host", "-f", HostKey);

        // Not a line more than needed: what is tested on it has to work with the defaults.
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"), $"""
            ListenAddress {Address}
            HostKey /run/host/hostkey
            PidFile /run/host/sshd.pid
            Subsystem sftp internal-sftp
            PasswordAuthentication no
            KbdInteractiveAuthentication no

            """);
        return $"{Address} {(await File.ReadAllTextAsync(HostKey + ".pub")).Trim()}\n";
    }

    internal async Task FindAsync()
    {
        ProcessId = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "pid")), CultureInfo.InvariantCulture);
        Home = (await File.ReadAllTextAsync(Path.Combine(folder, "home"))).Trim();
    }
}
