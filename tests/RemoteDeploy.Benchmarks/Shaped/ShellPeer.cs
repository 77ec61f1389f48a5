using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>A shell command per host, all at once, as people write it. Nothing is verified.</summary>
internal sealed class ShellPeer : ShapedContestant
{
    private readonly string program;
    private readonly Func<string, string, string, string> command;
    private readonly string target;

    private ShellPeer(ShapedFleet fleet, string name, string program, Func<string, string, string, string> command)
        : base(fleet)
    {
        Name = name;
        this.program = program;
        this.command = command;
        target = "bench-" + string.Concat(name.Where(char.IsAsciiLetter));
    }

    public override string Name { get; }

    public override bool CanRun => Programs.Find(program) is not null;

    public override bool SendsACopyToEachHost => true;

    public override bool Compresses => Name.Contains("-az", StringComparison.Ordinal);

    public override bool KnowsWhatIsThere => string.Equals(program, "rsync", StringComparison.Ordinal);

    public static ShellPeer Scp(ShapedFleet fleet) =>
        new(fleet, "scp -r, parallel", "scp", (folder, host, target) => $"scp -q -r -F '{fleet.ConfigFile}' '{folder}/.' {host}:{target}");

    public static ShellPeer Tar(ShapedFleet fleet) =>
        new(fleet, "tar | ssh tar x, parallel", "tar", (folder, host, target) => $"tar -C '{folder}' -cf - . | ssh -F '{fleet.ConfigFile}' {host} 'tar -xf - -C {target}'");

    public static ShellPeer Rsync(ShapedFleet fleet, string options) =>
        new(fleet, $"rsync {options}, parallel", "rsync", (folder, host, target) => $"rsync {options} -e \"ssh -F '{fleet.ConfigFile}'\" '{folder}/' {host}:{target}");

    public override string TargetOn(ShapedHost host) => $"{host.Home}/{target}";

    public override async Task PrepareAsync()
    {
        await CleanAsync();
        foreach (var host in Fleet.Hosts)
        {
            Directory.CreateDirectory(host.Outside($"~/{target}"));
        }
    }

    public override Task CopyAsync(string folder) => Task.WhenAll(Fleet.Hosts.Select(host => ShellAsync(command(folder, host.Name, target))));

    // As the copy leaves it, times included, without waiting for the cables.
    public override Task SeedAsync(string folder) =>
        Task.WhenAll(Fleet.Hosts.Select(host => Programs.MustRunAsync("cp", "-a", folder + "/.", host.Outside($"~/{target}"))));

    public override Task CleanAsync()
    {
        RemoveFromHomes(target);
        return Task.CompletedTask;
    }
}
