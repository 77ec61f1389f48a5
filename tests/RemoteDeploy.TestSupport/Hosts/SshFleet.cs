using System.Globalization;
using System.Text;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>
/// Real OpenSSH hosts on loopback ports, with throw-away keys: h1, h2, … Each has its own host key, home folder and, for
/// root on Linux, its own /srv, host name and user database. Everything they start ends with the fleet, or with the test process.
/// Call <see cref="Prerequisite.Sshd"/> first.
/// </summary>
public sealed class SshFleet : IAsyncDisposable
{
    private readonly string userKey;

    private SshFleet(string folder)
    {
        Folder = folder;
        userKey = Path.Combine(folder, "id_ed25519");
        ConfigFile = Path.Combine(folder, "ssh_config");
        KnownHostsFile = Path.Combine(folder, "known_hosts");
    }

    /// <summary>The folder that holds everything of the fleet.</summary>
    public string Folder { get; }

    /// <summary>The ssh_config file that knows the aliases; for <c>-F</c>.</summary>
    public string ConfigFile { get; }

    /// <summary>The host keys that the ssh_config trusts.</summary>
    public string KnownHostsFile { get; }

    /// <summary>The hosts in order.</summary>
    public IReadOnlyList<SshTestHost> Hosts { get; private set; } = [];

    /// <summary>All names, separated by commas: a selector.</summary>
    public string Names => string.Join(',', Hosts.Select(host => host.Name));

    /// <summary>A host by its alias.</summary>
    public SshTestHost this[string name] => Hosts.Single(host => string.Equals(host.Name, name, StringComparison.Ordinal));

    /// <summary>Starts hosts, all at once.</summary>
    /// <param name="count">How many.</param>
    /// <param name="options">What differs from plain hosts.</param>
    public static async Task<SshFleet> StartAsync(int count, SshFleetOptions? options = null)
    {
        options ??= new SshFleetOptions();
        if ((options.LoginShell is not null || options.SrvMegabytes > 0) && !Prerequisite.HasIsolation)
        {
            throw new InvalidOperationException("These options need isolated hosts: call Prerequisite.IsolatedHosts() first.");
        }

        var fleet = new SshFleet(Directory.CreateTempSubdirectory("rd-fleet-").FullName);
        try
        {
            await fleet.StartHostsAsync(count, options);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes the file of trusted host keys anew, from the keys that the hosts have now.</summary>
    public async Task TrustHostKeysAsync()
    {
        var known = new StringBuilder();
        foreach (var host in Hosts)
        {
            known.Append(CultureInfo.InvariantCulture, $"[127.0.0.1]:{host.Port} {await host.ReadPublicHostKeyAsync()}\n");
        }

        await File.WriteAllTextAsync(KnownHostsFile, known.ToString());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Hosts.Select(host => host.DisposeAsync().AsTask()));
        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartHostsAsync(int count, SshFleetOptions options)
    {
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test-user", "-f", userKey);
        if (Environment.IsPrivilegedProcess)
        {
            Directory.CreateDirectory("/run/sshd");
        }

        Hosts = [.. Enumerable.Range(1, count).Select(number => new SshTestHost($"h{number}", Folder, options))];
        await Task.WhenAll(Hosts.Select(host => host.StartFirstAsync(userKey + ".pub")));
        await TrustHostKeysAsync();
        await File.WriteAllTextAsync(ConfigFile, SshConfig());
    }

    private string SshConfig()
    {
        var config = new StringBuilder();
        foreach (var host in Hosts)
        {
            config.Append(CultureInfo.InvariantCulture, $"Host {host.Name}\n  Port {host.Port}\n");
        }

        return config.Append(CultureInfo.InvariantCulture, $"""
            Host {string.Join(' ', Hosts.Select(host => host.Name))}
              HostName 127.0.0.1
              User {Environment.UserName}
              IdentityFile "{userKey}"
              IdentitiesOnly yes
              UserKnownHostsFile "{KnownHostsFile}"
              GlobalKnownHostsFile /dev/null
              StrictHostKeyChecking yes

            """).ToString();
    }
}
