using RemoteDeploy.FaultLab.Activities;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>The old release was active before the new one; hosts are to be switched back to it.</summary>
internal sealed class RollingBack : Deploying
{
    private string release = "";

    public override string Name => "rollback";

    public override IReadOnlyList<string> Successes => ["rolledBack", "unchanged"];

    public override async Task SeedAsync(Scene scene)
    {
        await SeedAsync(scene, scene.Old);
        release = Path.GetFileName(new FileInfo(scene.Victim.Outside(scene.Base + "/app/current")).LinkTarget!);
        await SeedAsync(scene, scene.New);
    }

    // By its name: a host that was switched before the run was killed is not to go back once more.
    public override IReadOnlyList<string> Arguments(Scene scene) => ["rollback", "--to", release, .. scene.Where, "--base", scene.Base];

    public override bool IsDone(Scene scene, ShapedHost host) => Has(scene, host, Before);

    public override bool IsUntouched(Scene scene, ShapedHost host) => Has(scene, host, Asked);
}
