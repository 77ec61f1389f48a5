using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>The new payload is active and is to be proven.</summary>
internal sealed class Verifying : Deploying
{
    public override string Name => "verify";

    public override IReadOnlyList<string> Successes => ["verified"];

    public override bool Changes => false;

    public override Task SeedAsync(Scene scene) => SeedAsync(scene, scene.New);

    public override IReadOnlyList<string> Arguments(Scene scene) => ["verify", .. scene.Where, "--base", scene.Base];

    public override bool IsUntouched(Scene scene, ShapedHost host) => IsDone(scene, host);
}
