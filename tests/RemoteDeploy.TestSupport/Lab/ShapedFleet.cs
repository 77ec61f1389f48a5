using System.Globalization;
using System.Text;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.TestSupport.Lab;

/// <summary>
/// A controller and real OpenSSH hosts h1, h2, … on one switch, each in network namespaces of its own, every cable with a rate:
/// what a host or the controller sends, and what it gets, passes no faster. sshd has its defaults and reads keys where it does by default.
/// The machine's own network is not touched. Everything ends with the fleet, or with the test process.
/// Call <see cref="WhyNot"/> or <see cref="Prerequisite.ShapedNetwork"/> first.
/// </summary>
public sealed class ShapedFleet : IAsyncDisposable
{
    private const string FolderPrefix = "rd-lab-";
    private readonly string userKey;
    private Leash? leash;

    private ShapedFleet(string folder, string? rate)
    {
        Folder = folder;
        RateBits = rate is null ? null : LinkRate.Parse(rate);
        userKey = Path.Combine(folder, "id_ed25519");
        ConfigFile = Path.Combine(folder, "ssh_config");
        KnownHosts = Path.Combine(folder, "known_hosts");
        SshWrapper = Path.Combine(folder, "ssh");
    }

    /// <summary>The folder that holds everything of the fleet.</summary>
    public string Folder { get; }

    /// <summary>Bits a second of every cable in either direction, all of an Ethernet frame counted; null for no limit.</summary>
    public long? RateBits { get; }

    /// <summary>The ssh_config file that knows the aliases; for <c>-F</c>, in the controller's network.</summary>
    public string ConfigFile { get; }

    /// <summary>The host keys that the ssh_config trusts.</summary>
    public string KnownHosts { get; }

    /// <summary>A program that is <c>ssh</c> in the controller's network, for whoever is not there.</summary>
    public string SshWrapper { get; }

    /// <summary>The controller's IPv4 address.</summary>
    public string ControllerAddress => "10.77.0.1";

    /// <summary>A process in the controller's network, as this machine numbers it.</summary>
    public int ProcessId => leash!.ProcessId;

    /// <summary>What comes before a program and its arguments to run it in the controller's network.</summary>
    public IReadOnlyList<string> ControllerPrefix { get; private set; } = [];

    /// <summary>The hosts in order.</summary>
    public IReadOnlyList<ShapedHost> Hosts { get; private set; } = [];

    /// <summary>All names, separated by commas: a selector.</summary>
    public string Names => string.Join(',', Hosts.Select(host => host.Name));

    /// <summary>A host by its alias.</summary>
    public ShapedHost this[string name] => Hosts.Single(host => string.Equals(host.Name, name, StringComparison.Ordinal));

    /// <summary>One sentence that says why there can be no such fleet on this machine; null when there can.</summary>
    public static string? WhyNot() => LabRequirements.WhyNot();

    /// <summary>Starts hosts behind cables of the same rate.</summary>
    /// <param name="hosts">How many, at most 5,000.</param>
    /// <param name="rate">As tc writes it, such as <c>50mbit</c>; null for no limit.</param>
    /// <exception cref="InvalidOperationException">The machine does not allow it.</exception>
    public static async Task<ShapedFleet> StartAsync(int hosts, string? rate)
    {
        if (WhyNot() is { } reason)
        {
            throw new InvalidOperationException(reason);
        }

        SweepLeftovers();
        var fleet = new ShapedFleet(Directory.CreateTempSubdirectory($"{FolderPrefix}{Environment.ProcessId}-").FullName, rate);
        try
        {
            await fleet.StartHostsAsync(hosts, rate);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes the host's port of the switch down: what is on the way is lost, and nobody is told.</summary>
    public Task CutCable(ShapedHost host) => leash!.SayAsync($"cut {host.Name}");

    /// <summary>Takes the host's port of the switch up again, and returns when the controller can reach the host.</summary>
    public Task JoinCable(ShapedHost host) => leash!.SayAsync($"join {host.Name}");

    /// <summary>Kills the process that holds the lab: nothing gets a chance to clean up.</summary>
    public void Kill() => leash!.Kill();

    /// <summary>Runs a program in the controller's network.</summary>
    public Task<ProgramResult> RunOnControllerAsync(params string[] command) =>
        Programs.RunAsync(ControllerPrefix[0], [.. ControllerPrefix.Skip(1), .. command]);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (leash is not null)
        {
            await leash.DisposeAsync();
        }

        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    // The kernel ends namespaces and processes of a killed run. Its folder stays only if the script was killed at the same time.
    private static void SweepLeftovers()
    {
        foreach (var folder in Directory.EnumerateDirectories(Path.GetTempPath(), FolderPrefix + "*"))
        {
            var owner = Path.GetFileName(folder)[FolderPrefix.Length..].Split('-')[0];
            if (!Directory.Exists($"/proc/{owner}"))
            {
                Workspace.Sweep(folder);
            }
        }
    }

    private static string AddressOf(int number) => $"10.77.{1 + (number - 1) / 250}.{1 + (number - 1) % 250}";

    private async Task StartHostsAsync(int count, string? rate)
    {
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test-user", "-f", userKey);
        Hosts = [.. Enumerable.Range(1, count).Select(number => new ShapedHost($"h{number}", AddressOf(number), Folder))];
        await File.WriteAllTextAsync(KnownHosts, string.Concat(await Task.WhenAll(Hosts.Select(host => host.CreateAsync(userKey)))));
        await File.WriteAllTextAsync(ConfigFile, SshConfig());
        await StartLabAsync(rate);
        foreach (var host in Hosts)
        {
            await leash!.SayAsync($"power {host.Name} {host.Address}");
        }

        foreach (var host in Hosts)
        {
            await leash!.SayAsync($"listens {host.Name}");
            await host.FindAsync();
        }
    }

    private async Task StartLabAsync(string? rate)
    {
        await Leash.UnpackAsync("lab-host.sh", Folder);
        leash = Leash.Hold([Programs.Find("unshare")!, "--net", "--mount", "--pid", "--fork", "--kill-child",
            "/bin/sh", await Leash.UnpackAsync("lab.sh", Folder), Folder, rate ?? "unshaped"]);
        await leash.SayAsync("build");

        // The parent of the script is in the controller's network too, and it is the process that we know.
        ControllerPrefix = [Programs.Find("nsenter")!, $"--net=/proc/{leash.ProcessId}/ns/net", "--"];
        Programs.WriteScript(SshWrapper, $"exec {string.Join(' ', ControllerPrefix)} {Programs.Find("ssh")} \"$@\"");
    }

    private string SshConfig()
    {
        var config = new StringBuilder();
        foreach (var host in Hosts)
        {
            config.Append(CultureInfo.InvariantCulture, $"Host {host.Name}\n  HostName {host.Address}\n");
        }

        return config.Append(CultureInfo.InvariantCulture, $"""
            Host {string.Join(' ', Hosts.Select(host => host.Name))}
              User {Environment.UserName}
              IdentityFile "{userKey}"
              IdentitiesOnly yes
              UserKnownHostsFile "{KnownHosts}"
              GlobalKnownHostsFile /dev/null
              StrictHostKeyChecking yes

            """).ToString();
    }
}
