using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>The new payload is active; its suite is to be run, once on each host.</summary>
internal sealed class Testing : Deploying
{
    public override string Name => "test";

    public override IReadOnlyList<string> Successes => ["passed"];

    public override Task SeedAsync(Scene scene) => SeedAsync(scene, scene.New);

    public override IReadOnlyList<string> Arguments(Scene scene) => ["test", .. scene.Where, "--base", scene.Base, .. SuiteOptions];

    /// <summary>The suite of the payloads.</summary>
    public static IReadOnlyList<string> SuiteOptions { get; } = ["--command", "./suite.sh", "--results-glob", "*.trx"];

    public override bool IsDone(Scene scene, ShapedHost host) => base.IsDone(scene, host) && Ran(host);

    public override bool IsUntouched(Scene scene, ShapedHost host) => base.IsDone(scene, host) && !Ran(host);

    /// <summary>True when the suite of the payloads ran.</summary>
    public static bool Ran(ShapedHost host) => host.Exists("/srv/ran");
}
