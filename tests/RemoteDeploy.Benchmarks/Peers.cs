using System.Diagnostics;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Benchmarks;

/// <summary>A shell command per host, all at once, as people write it. Nothing is verified.</summary>
internal abstract class ShellInParallel(SshFleet fleet) : IContestant
{
    public abstract string Name { get; }

    public virtual bool CanRun => true;

    protected SshFleet Fleet => fleet;

    private string Target => $"bench-{GetType().Name}";

    public async Task<double> RunAsync(string folder, int round)
    {
        foreach (var host in fleet.Hosts)
        {
            Directory.CreateDirectory(host.Outside($"~/{Target}"));
        }

        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(fleet.Hosts.Select(host => Programs.MustRunAsync("sh", "-c", Command(folder, host.Name, host.Outside($"~/{Target}")))));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    public void Clean()
    {
        foreach (var host in fleet.Hosts)
        {
            Directory.Delete(host.Outside($"~/{Target}"), recursive: true);
        }
    }

    protected abstract string Command(string folder, string host, string target);
}

internal sealed class TarOverSsh(SshFleet fleet) : ShellInParallel(fleet)
{
    public override string Name => "tar | ssh tar x, parallel, not verified";

    protected override string Command(string folder, string host, string target) =>
        $"tar -C '{folder}' -cf - . | ssh -F '{Fleet.ConfigFile}' {host} 'tar -xf - -C {target}'";
}

internal sealed class TarOverSshVerified(SshFleet fleet) : ShellInParallel(fleet)
{
    public override string Name => "tar | ssh tar x, parallel, then sha256sum on each host";

    protected override string Command(string folder, string host, string target) =>
        $"tar -C '{folder}' -cf - . | ssh -F '{Fleet.ConfigFile}' {host} 'tar -xf - -C {target} && find {target} -type f -print0 | xargs -0 sha256sum >/dev/null'";
}

internal sealed class ScpInParallel(SshFleet fleet) : ShellInParallel(fleet)
{
    public override string Name => "scp -r, parallel, not verified";

    protected override string Command(string folder, string host, string target) =>
        $"scp -q -r -F '{Fleet.ConfigFile}' '{folder}/.' {host}:{target}";
}

internal sealed class RsyncInParallel(SshFleet fleet) : ShellInParallel(fleet)
{
    public override string Name => "rsync -a, parallel, not verified";

    public override bool CanRun => Programs.Find("rsync") is not null;

    protected override string Command(string folder, string host, string target) =>
        $"rsync -a -e \"ssh -F '{Fleet.ConfigFile}'\" '{folder}/' {host}:{target}";
}
