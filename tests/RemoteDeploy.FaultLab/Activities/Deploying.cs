using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.FaultLab.Activities;

/// <summary>The old payload is active; the new one is to be. One host may fail without holding back the others.</summary>
internal class Deploying : Activity
{
    public override string Name => "deploy";

    public override IReadOnlyList<string> Successes => ["activated", "unchanged"];

    public override Task SeedAsync(Scene scene) => SeedAsync(scene, scene.Old);

    public override IReadOnlyList<string> Arguments(Scene scene) =>
        ["deploy", scene.New.Path, .. scene.Where, "--base", scene.Base, "--allow-failures", "1", .. scene.Case.Options.Contains("--relay") ? (string[])[] : ["--relay", "off"]];

    public override bool IsDone(Scene scene, ShapedHost host) => Has(scene, host, Asked);

    public override bool IsUntouched(Scene scene, ShapedHost host) => Has(scene, host, Before);

    public static async Task SeedAsync(Scene scene, PayloadFolder payload)
    {
        await scene.ToolAsync(["deploy", payload.Path, .. scene.Where, "--base", scene.Base, "--relay", "off"]);
        await scene.DisconnectAsync();
    }

    public static bool Has(Scene scene, ShapedHost host, FolderSnapshot payload) =>
        host.Exists(scene.Base + "/app/current") && payload.DifferencesTo(host.Snapshot(scene.Base + "/app/current")).Count == 0;
}
