using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary><c>clush --copy</c> of ClusterShell.</summary>
internal sealed class Clush(ShapedFleet fleet) : ShapedContestant(fleet)
{
    private const string Target = "bench-clush";

    public override string Name => "clush --copy";

    public override bool CanRun => Programs.Find("clush") is not null;

    public override bool SendsACopyToEachHost => true;

    public override string TargetOn(ShapedHost host) => $"{host.Home}/{Target}/payload";

    public override async Task PrepareAsync()
    {
        await CleanAsync();
        foreach (var host in Fleet.Hosts)
        {
            Directory.CreateDirectory(host.Outside($"~/{Target}"));
        }
    }

    // It keeps the name of what it copies, and refuses to name it anew.
    public override async Task CopyAsync(string folder)
    {
        using var parent = new TemporaryFolder();
        var payload = Directory.CreateSymbolicLink(Path.Combine(parent.Path, "payload"), folder).FullName;
        await ShellAsync($"clush -q -S -O ssh_options='-F {Fleet.ConfigFile}' -O scp_options='-F {Fleet.ConfigFile}' -w {Fleet.Names} --copy '{payload}' --dest {Target}/");
    }

    public override Task CleanAsync()
    {
        RemoveFromHomes(Target);
        return Task.CompletedTask;
    }
}
