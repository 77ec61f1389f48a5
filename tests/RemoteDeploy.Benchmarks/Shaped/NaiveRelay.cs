using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>
/// What a shell makes of a relay: each host unpacks what it gets and passes it on to the next. Nothing is verified, and a host that
/// dies takes all after it along. The hosts get a key for each other, which goes when it has run.
/// </summary>
internal sealed class NaiveRelay(ShapedFleet fleet) : ShapedContestant(fleet)
{
    private const string Folder = "bench-relay";

    // ssh makes its descriptors non-blocking, so it shares none with tee; and bash would not wait for >(ssh ...).
    private const string Script = """
        cd ~/bench-relay && mkdir payload || exit 1
        if [ $# = 0 ]; then gzip -d | tar -xf - -C payload; exit; fi
        next=$1
        shift
        mkfifo pipe
        ssh -F config "$next" bash bench-relay/relay.sh "$@" <pipe >/dev/null &
        tee pipe | gzip -d | tar -xf - -C payload && wait $!

        """;

    public override string Name => "tar | gzip -1 | ssh h1 'tee >(ssh h2 ...'";

    public override string TargetOn(ShapedHost host) => $"{host.Home}/{Folder}/payload";

    public override async Task PrepareAsync()
    {
        await CleanAsync();
        using var keys = new TemporaryFolder();
        var key = Path.Combine(keys.Path, "key");
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", Folder, "-f", key);
        foreach (var host in Fleet.Hosts)
        {
            var target = Directory.CreateDirectory(host.Outside($"~/{Folder}")).FullName;
            File.Copy(key, Path.Combine(target, "key"));
            File.Copy(Fleet.KnownHosts, Path.Combine(target, "known_hosts"));
            await File.WriteAllTextAsync(Path.Combine(target, "config"), Config(host));
            await File.WriteAllTextAsync(Path.Combine(target, "relay.sh"), Script);
            await File.AppendAllTextAsync(host.Outside("~/.ssh/authorized_keys"), await File.ReadAllTextAsync(key + ".pub"));
        }
    }

    public override Task CopyAsync(string folder)
    {
        var (first, others) = (Fleet.Hosts[0].Name, string.Join(' ', Fleet.Hosts.Skip(1).Select(host => host.Name)));
        return ShellAsync($"tar -C '{folder}' -cf - . | gzip -1 | ssh -F '{Fleet.ConfigFile}' {first} bash {Folder}/relay.sh {others}");
    }

    public override async Task CleanAsync()
    {
        RemoveFromHomes(Folder);
        foreach (var keys in Fleet.Hosts.Select(host => host.Outside("~/.ssh/authorized_keys")))
        {
            var lines = await File.ReadAllLinesAsync(keys);
            await File.WriteAllLinesAsync(keys, lines.Where(line => !line.EndsWith(" " + Folder, StringComparison.Ordinal)));
        }
    }

    private string Config(ShapedHost self)
    {
        var aliases = string.Concat(Fleet.Hosts.Select(host => $"Host {host.Name}\n  HostName {host.Address}\n"));
        return $"{aliases}Host *\n  IdentityFile {self.Home}/{Folder}/key\n  UserKnownHostsFile {self.Home}/{Folder}/known_hosts\n  StrictHostKeyChecking yes\n";
    }
}
