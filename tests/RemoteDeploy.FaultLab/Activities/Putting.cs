using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>A folder on the hosts is to be replaced file by file.</summary>
internal sealed class Putting : Activity
{
    private const string Target = "/srv/put/payload";

    public override string Name => "put";

    public override IReadOnlyList<string> Successes => ["ok"];

    public override async Task SeedAsync(Scene scene)
    {
        foreach (var host in scene.Fleet.Hosts)
        {
            Directory.CreateDirectory(host.Outside("/srv/put"));
            await Programs.MustRunAsync("cp", "-a", scene.Old.Path, host.Outside(Target));
        }
    }

    // The folder's own name is that on the hosts.
    public override IReadOnlyList<string> Arguments(Scene scene)
    {
        var named = scene.In("payload");
        if (!Path.Exists(named))
        {
            Directory.CreateSymbolicLink(named, scene.New.Path);
        }

        return ["put", named, "--to", "/srv/put", .. scene.Where];
    }

    public override string FinalFolder(Scene scene) => Target;

    public override bool IsDone(Scene scene, ShapedHost host) => Has(host, Asked);

    public override bool IsUntouched(Scene scene, ShapedHost host) => Has(host, Before);

    private static bool Has(ShapedHost host, FolderSnapshot payload) =>
        host.Exists(Target) && payload.DifferencesTo(host.Snapshot(Target)).Count == 0;
}
