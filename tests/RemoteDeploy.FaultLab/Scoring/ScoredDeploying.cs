using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Scoring;

/// <summary>The payload with the file is to be the active release.</summary>
/// <param name="peer">Ours.</param>
/// <param name="allOrNone">True as it comes; else one host may fail without holding back the others.</param>
internal sealed class ScoredDeploying(Peer peer, bool allOrNone) : ScoredActivity(peer)
{
    public override IReadOnlyList<string> Successes => ["activated", "unchanged"];

    public override bool HoldsBack => allOrNone;

    public override bool IsDeploy => true;

    public override Task SeedAsync(Scene scene)
    {
        GiveOld(scene);
        return Deploying.SeedAsync(scene, scene.Old);
    }

    public override IReadOnlyList<string> Arguments(Scene scene) =>
        ["deploy", Source(scene), .. scene.Where, "--base", scene.Base, .. allOrNone ? (string[])[] : ["--allow-failures", "1"]];

    public override bool IsDone(Scene scene, ShapedHost host) => Deploying.Has(scene, host, Asked);

    public override bool IsUntouched(Scene scene, ShapedHost host) => Deploying.Has(scene, host, Before);
}
