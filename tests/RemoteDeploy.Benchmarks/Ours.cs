using System.Diagnostics;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Benchmarks;

/// <summary>A deploy by the engine: probe, copy, digests of every file on every host, switch.</summary>
internal class OurDeploy : IContestant
{
    private readonly SshFleet fleet;
    private readonly string work = Directory.CreateTempSubdirectory("rd-bench-").FullName;
    private string sockets = Directory.CreateTempSubdirectory("rdb").FullName;

    private readonly string? cache;
    private readonly DigestAlgorithm digest;

    /// <param name="fleet">The hosts.</param>
    /// <param name="isFirst">True for nothing kept on this machine of earlier rounds.</param>
    /// <param name="digest">What the hosts compute.</param>
    public OurDeploy(SshFleet fleet, bool isFirst, DigestAlgorithm digest = DigestAlgorithm.Md5)
    {
        this.fleet = fleet;
        this.digest = digest;
        cache = isFirst ? null : Directory.CreateTempSubdirectory("rd-bench-cache-").FullName;
    }

    public virtual string Name => $"remotedeploy, new to the hosts{(cache is null ? " and to this machine" : "")}, {digest.ToString().ToLowerInvariant()}";

    public bool CanRun => true;

    public virtual Task<double> RunAsync(string folder, int round)
    {
        // A new folder for control sockets: no connection of an earlier round is used.
        sockets = Directory.CreateTempSubdirectory("rdb").FullName;
        return DeployAsync(folder, App);
    }

    public virtual void Clean()
    {
        foreach (var host in fleet.Hosts)
        {
            Directory.Delete(host.Outside($"~/.remotedeploy-{App}"), recursive: true);
        }
    }

    private string App => $"{(cache is null ? "first" : "cold")}-{digest}";

    protected async Task<double> DeployAsync(string folder, string app)
    {
        var request = new DeployRequest
        {
            Hosts = [.. fleet.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name })],
            Payload = folder,
            App = app,

            // Nothing of what another contestant has put on the host is to be found.
            Base = "~/.remotedeploy-" + app,
            Digest = digest,
            SshConfig = fleet.ConfigFile,
        };
        var engine = new DeployEngine(new EngineOptions { WorkFolder = work, ControlFolder = sockets, CacheFolder = cache });
        var started = Stopwatch.GetTimestamp();
        var report = await engine.DeployAsync(request);
        if (Environment.GetEnvironmentVariable("RD_BENCH_PHASES") is not null)
        {
            foreach (var host in report.Hosts)
            {
                Console.WriteLine($"  {host.Host.Name}: {string.Join(", ", host.Timings.Select(timing => $"{timing.Phase} {timing.Duration.TotalSeconds:0.00}"))}");
            }
        }

        return report.Succeeded
            ? Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException(string.Join("\n", report.AllFaults));
    }
}

/// <summary>The same release again: every byte is read again on every host, nothing is sent.</summary>
internal sealed class OurRepeat(SshFleet fleet) : OurDeploy(fleet, isFirst: false)
{
    public override string Name => "remotedeploy, unchanged, every digest anew";

    public override async Task<double> RunAsync(string folder, int round)
    {
        if (round == 0)
        {
            await DeployAsync(folder, "repeat");
        }

        return await DeployAsync(folder, "repeat");
    }

    public override void Clean()
    {
    }
}
