using System.Globalization;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>Looks every 50 ms at what is under the final names, and when each host has what was asked for.</summary>
internal sealed class Serving(Scene scene)
{
    private readonly Dictionary<string, string> seen = new(StringComparer.Ordinal);

    /// <summary>Seconds of the run until a host had it; hosts that never had are missing.</summary>
    public Dictionary<string, double> At { get; } = new(StringComparer.Ordinal);

    /// <summary>Looks until it is told that the run is over, and once more.</summary>
    public async Task WatchAsync(ToolRun run, CancellationToken over)
    {
        var last = false;
        while (!last)
        {
            last = over.IsCancellationRequested;
            foreach (var host in scene.Hosts)
            {
                host.Sample();
                Look(host.Host, run);
            }

            await Task.Delay(50, CancellationToken.None);
        }
    }

    private void Look(ShapedHost host, ToolRun run)
    {
        var file = new FileInfo(((ScoredActivity)scene.Activity).FileOn(scene, host));
        var key = file.Exists ? string.Create(CultureInfo.InvariantCulture, $"{file.Length} {file.LastWriteTimeUtc.Ticks}") : "";
        if (!At.ContainsKey(host.Name) && !string.Equals(seen.GetValueOrDefault(host.Name), key, StringComparison.Ordinal))
        {
            seen[host.Name] = key;
            if (scene.Activity.IsDone(scene, host))
            {
                At[host.Name] = run.Now;
            }
        }
    }
}
