using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>A command that leaves a mark, once.</summary>
internal sealed class Executing : Activity
{
    private const string Mark = "/srv/mark";

    public override string Name => "exec";

    public override IReadOnlyList<string> Successes => ["ok"];

    public override Task SeedAsync(Scene scene) => Task.CompletedTask;

    public override IReadOnlyList<string> Arguments(Scene scene) => ["exec", .. scene.Where, .. scene.Case.Options, "--", "/bin/sh", "-c", scene.Command];

    public override bool IsDone(Scene scene, ShapedHost host) => host.Exists(Mark);

    public override bool IsUntouched(Scene scene, ShapedHost host) => !host.Exists(Mark);
}
