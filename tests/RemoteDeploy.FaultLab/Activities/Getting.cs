using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>Hosts have a folder that is to come here.</summary>
internal sealed class Getting : Activity
{
    private const string Source = "/srv/data";

    public override string Name => "get";

    public override IReadOnlyList<string> Successes => ["ok"];

    // Links of hosts are not brought here, which the tool says: there are none.
    public override async Task SeedAsync(Scene scene)
    {
        scene.New.Remove("app-latest.dll").Remove("lib/up");
        foreach (var host in scene.Fleet.Hosts)
        {
            await Programs.MustRunAsync("cp", "-a", scene.New.Path, host.Outside(Source));
        }
    }

    public override IReadOnlyList<string> Arguments(Scene scene) => ["get", Source, "--to", scene.In("got"), .. scene.Where];

    public override bool IsDone(Scene scene, ShapedHost host)
    {
        var folder = Path.Combine(scene.In("got"), host.Name, "data");
        return Directory.Exists(folder) && Asked.DifferencesTo(FolderSnapshot.Of(folder)).Count == 0;
    }

    // Files that came whole before a host was lost may stay: each by itself is right. What has no final name yet is the next run's to remove.
    public override bool IsUntouched(Scene scene, ShapedHost host)
    {
        var folder = Path.Combine(scene.In("got"), host.Name, "data");
        return !Directory.Exists(folder) || Observing.Contents.Of(folder).Where(file => !file.Key.StartsWith(".rd-", StringComparison.Ordinal)).All(file => IsLegal(file.Key, file.Value));
    }
}
