using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>Deploy and test in one.</summary>
internal sealed class Running : Deploying
{
    public override string Name => "run";

    public override IReadOnlyList<string> Successes => ["passed"];

    public override IReadOnlyList<string> Arguments(Scene scene) => ["run", .. base.Arguments(scene).Skip(1), .. Testing.SuiteOptions];

    public override bool IsDone(Scene scene, ShapedHost host) => base.IsDone(scene, host) && Testing.Ran(host);

    public override bool IsUntouched(Scene scene, ShapedHost host) => base.IsUntouched(scene, host) && !Testing.Ran(host);
}
