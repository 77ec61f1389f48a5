using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>
/// The tool as users start it: probe, copy, digests of every file on every host, switch. Before each <see cref="PrepareAsync"/>
/// it knows nothing: no connection, no cache, nothing on the hosts.
/// </summary>
internal sealed class OurTool(ShapedFleet fleet, string program, string options) : ShapedContestant(fleet)
{
    private const string Base = ".remotedeploy-bench";
    private TemporaryFolder? work;

    public override string Name => $"remotedeploy deploy {options}".TrimEnd();

    public override bool KnowsWhatIsThere => true;

    // The release is named by its content: the only one, or the newest.
    public override string TargetOn(ShapedHost host)
    {
        var current = new FileInfo(host.Outside($"~/{Base}/app/current")).LinkTarget
            ?? throw new InvalidOperationException($"{host.Name} has no current release.");
        return Path.GetFullPath(Path.Combine(host.Home, Base, "app", current));
    }

    public override async Task PrepareAsync()
    {
        // Below a folder that nobody else can enter.
        await CleanAsync();
        work = new TemporaryFolder();
        foreach (var name in (string[])["run", "cache", "project"])
        {
            Directory.CreateDirectory(Path.Combine(work.Path, name));
        }
    }

    public override Task CopyAsync(string folder) => RunAsync(
        new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["XDG_RUNTIME_DIR"] = Path.Combine(work!.Path, "run"),
            ["XDG_CACHE_HOME"] = Path.Combine(work.Path, "cache"),
        },
        ["env", "-C", Path.Combine(work.Path, "project"), Programs.Find("dotnet")!, program, "deploy", folder,
            "--on", Fleet.Names, "-F", Fleet.ConfigFile, "--base", "~/" + Base, "--app", "app",
            .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

    public override async Task CleanAsync()
    {
        await StopAsync();
        RemoveFromHomes(Base);
    }

    // Ends the connections that it keeps for the next run.
    private async Task StopAsync()
    {
        if (work is null)
        {
            return;
        }

        foreach (var socket in Directory.EnumerateFiles(Path.Combine(work.Path, "run"), "*", SearchOption.AllDirectories))
        {
            await Programs.RunAsync("ssh", "-S", socket, "-O", "exit", "any");
        }

        work.Dispose();
        work = null;
    }
}
