using System.Globalization;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>One OpenSSH host of a <see cref="SshFleet"/>.</summary>
public sealed class SshTestHost : IAsyncDisposable
{
    private readonly string folder;
    private readonly SshFleetOptions options;
    private readonly SshdFiles files;
    private Leash? power;

    internal SshTestHost(string name, string fleetFolder, SshFleetOptions options)
    {
        Name = name;
        folder = Path.Combine(fleetFolder, name);
        this.options = options;
        files = new SshdFiles(folder, options, Mark);
    }

    /// <summary>The alias in the fleet's ssh_config.</summary>
    public string Name { get; }

    /// <summary>The TCP port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>The home folder of the host's user; the same path on the host and outside of it.</summary>
    public string Home => files.Home;

    /// <summary>All that sshd wrote to its log since it was started.</summary>
    public string Log => File.ReadAllText(files.Log);

    // A name that is in the environment of every process that a session of this host starts.
    private string Mark { get; } = Guid.NewGuid().ToString("N");

    /// <summary>Where a path of the host is found from outside.</summary>
    /// <param name="path">Absolute, or below <c>~/</c>.</param>
    public string Outside(string path)
    {
        if (path.StartsWith("~/", StringComparison.Ordinal))
        {
            return Path.Combine(Home, path[2..]);
        }

        if (!Prerequisite.HasIsolation || !path.StartsWith("/srv/", StringComparison.Ordinal))
        {
            return path;
        }

        return options.SrvMegabytes > 0 ? $"/proc/{power!.ProcessId}/root{path}" : folder + path;
    }

    /// <summary>Reads a file of the host.</summary>
    public byte[] ReadAllBytes(string path) => File.ReadAllBytes(Outside(path));

    /// <summary>Reads a text file of the host.</summary>
    public string ReadAllText(string path) => File.ReadAllText(Outside(path));

    /// <summary>True when the host has a file or folder of that path.</summary>
    public bool Exists(string path) => Path.Exists(Outside(path));

    /// <summary>What a folder of the host holds.</summary>
    public FolderSnapshot Snapshot(string path) => FolderSnapshot.Of(Outside(path));

    /// <summary>Processes that sessions started and that still run, by id with their command line.</summary>
    public IReadOnlyDictionary<int, string> Processes() => MarkedProcesses.Find($"RD_TEST_HOST={Mark}");

    /// <summary>Starts sshd again on the same port.</summary>
    public Task StartAsync() => power!.SayAsync("start");

    /// <summary>Pulls the plug: sshd, its sessions and all that they started are killed. Files stay.</summary>
    public Task StopAsync() => power!.SayAsync("stop");

    /// <summary>Kills the connections, not what they started; sshd takes new ones.</summary>
    public Task KillSessionsAsync() => power!.SayAsync("kill-sessions");

    /// <summary>Kills sshd and its connections, not what they started, and starts it again on the same port.</summary>
    public Task RestartSshdAsync() => power!.SayAsync("restart-sshd");

    /// <summary>Stops every process of the host without closing a connection: a stalled host.</summary>
    public Task FreezeAsync() => power!.SayAsync("freeze");

    /// <summary>Lets a frozen host go on.</summary>
    public Task ThawAsync() => power!.SayAsync("thaw");

    /// <summary>Gives the host another key, as after a reinstallation. The fleet's known_hosts keeps the old one.</summary>
    public async Task ReplaceHostKeyAsync()
    {
        await StopAsync();
        await files.CreateHostKeyAsync();
        await StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (power is not null)
        {
            await power.DisposeAsync();
        }
    }

    internal Task<string> ReadPublicHostKeyAsync() => files.ReadPublicHostKeyAsync();

    internal async Task StartFirstAsync(string authorizedKeys)
    {
        await files.CreateAsync(authorizedKeys);
        power = await PlugAsync();
        for (var attempt = 1; ; attempt++)
        {
            Port = LoopbackPort.Propose();
            await files.WriteConfigAsync(Port);
            try
            {
                await StartAsync();
                return;
            }
            catch (InvalidOperationException) when (attempt < 10 && Log.Contains("Cannot bind any address", StringComparison.Ordinal))
            {
                // Another process took the port in between: propose another one.
            }
        }
    }

    private async Task<Leash> PlugAsync()
    {
        string[] shell = ["/bin/sh", await Leash.UnpackAsync("host.sh", folder), folder, Name, Mark, Programs.Find("sshd")!,
            Prerequisite.HasIsolation ? "yes" : "no", options.SrvMegabytes.ToString(CultureInfo.InvariantCulture)];
        return Leash.Hold(Prerequisite.HasIsolation ? [Programs.Find("unshare")!, "--mount", "--uts", .. shell] : shell);
    }
}
