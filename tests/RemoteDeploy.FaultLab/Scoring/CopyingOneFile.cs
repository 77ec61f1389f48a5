using RemoteDeploy.FaultLab.Observing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>One file of hosts is to be replaced: what every peer can do.</summary>
internal sealed class CopyingOneFile(Peer peer) : ScoredActivity(peer)
{
    private const string Target = "/srv/put/payload";
    private readonly Peer peer = peer;
    private string? before;
    private string? asked;
    private string source = "";

    public override IReadOnlyList<string> Successes => ["ok"];

    public override async Task SeedAsync(Scene scene)
    {
        GiveOld(scene);
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

    // Where the file changes meanwhile, the new version is right as well, as long as it is all of it.
    public override bool IsDone(Scene scene, ShapedHost host) => Found(scene, host) is { } found && (found == asked || found == Contents.Digest(source));

    public override bool IsLegal(string path, string digest) => base.IsLegal(path, digest) || digest == Contents.Digest(source);

    public override bool IsUntouched(Scene scene, ShapedHost host) => string.Equals(Found(scene, host), before, StringComparison.Ordinal);

    private string File(Scene scene)
    {
        if (asked is null)
        {
            source = Path.Combine(scene.New.Path, "big");
            asked = Contents.Digest(source);
        }

        return Path.Combine(Source(scene), "big");
    }

    private string? Found(Scene scene, ShapedHost host) => Contents.Digest(FileOn(scene, host));
}
