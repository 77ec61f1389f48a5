using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>Looks at all hosts every 50 ms, from the start of a round to its end: what is active must be there, and whole.</summary>
internal sealed class Observer : IAsyncDisposable
{
    private readonly Scene scene;
    private readonly Dictionary<string, string> last = new(StringComparer.Ordinal);
    private readonly HashSet<string> broken = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource over = new();
    private readonly Task watching;

    public Observer(Scene scene)
    {
        this.scene = scene;
        watching = Task.Run(WatchAsync);
    }

    /// <summary>Ends it, after a last look.</summary>
    /// <returns>What was wrong at any moment.</returns>
    public async Task<IReadOnlyList<string>> EndAsync()
    {
        await over.CancelAsync();
        await watching;
        Look();
        return [.. broken, .. scene.Hosts.SelectMany(host => host.Torn.Select(path => $"half written on {host.Host.Name}: {path}"))];
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!over.IsCancellationRequested)
        {
            Look();
            await Task.Delay(50);
        }
    }

    private void Look()
    {
        foreach (var host in scene.Hosts)
        {
            host.Sample();
            LookAtActive(host.Host);
        }
    }

    // All of a release is read once, when it becomes active; later changes of single files are seen by the samples.
    private void LookAtActive(ShapedHost host)
    {
        var path = host.Outside(scene.Activity.FinalFolder(scene));
        var target = new FileInfo(path).LinkTarget;
        if (target is null || !Directory.Exists(path))
        {
            broken.Add($"nothing is active on {host.Name}: current leads to {target ?? "nothing"}");
        }
        else if (!string.Equals(last.GetValueOrDefault(host.Name), target, StringComparison.Ordinal))
        {
            last[host.Name] = target;
            if (!scene.Activity.IsDone(scene, host) && !scene.Activity.IsUntouched(scene, host))
            {
                broken.Add($"what is active on {host.Name} is neither the old release nor the new one: {target}");
            }
        }
    }
}
