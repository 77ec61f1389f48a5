using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>One file of hosts is to be replaced: what every peer can do.</summary>
internal sealed class CopyingOneFile(Peer peer) : Activity
{
    private const string Target = "/srv/put/payload";
    private string? before;
    private string? asked;

    public override string Name => peer.Name;

    public override IReadOnlyList<string> Successes => ["ok"];

    public override async Task SeedAsync(Scene scene)
    {
        scene.Old.File("big", Noise.Of(500_000));
        scene.Old.File("other", Noise.Of(400_000));
        before = Contents.Digest(Path.Combine(scene.Old.Path, "big"));
        foreach (var host in scene.Fleet.Hosts)
        {
            Directory.CreateDirectory(host.Outside(Target));
            await Programs.MustRunAsync("cp", "-a", Path.Combine(scene.Old.Path, "big"), host.Outside(Target));
        }
    }

    public override IReadOnlyList<string> Arguments(Scene scene) => ["put", File(scene), "--to", Target, .. scene.Where];

    public override IReadOnlyList<string>? Program(Scene scene) => peer.Script is not { } script
        ? null
        : ["bash", "-c", $"config={scene.Fleet.ConfigFile} hosts='{scene.Names.Replace(',', ' ')}' file={File(scene)} target={Target}\n{script}"];

    public override string FinalFolder(Scene scene) => Target;

    public override bool IsDone(Scene scene, ShapedHost host) => string.Equals(Found(host), Wanted(scene), StringComparison.Ordinal);

    public override bool IsUntouched(Scene scene, ShapedHost host) => string.Equals(Found(host), before, StringComparison.Ordinal);

    // The file may change while it is copied: what counts is what it was at the start.
    private string? Wanted(Scene scene) => asked ??= Contents.Digest(File(scene));

    private static string File(Scene scene) => Path.Combine(scene.New.Path, "big");

    private static string? Found(ShapedHost host) => host.Exists(Target + "/big") ? Contents.Digest(host.Outside(Target + "/big")) : null;
}
