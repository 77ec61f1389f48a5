using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Payload;

public sealed class SourceThatChanges : IDisposable
{
    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Theory]
    [InlineData(Phase.Copy)] // before the file is sent
    [InlineData(Phase.Verify)] // after it was sent as it was hashed
    public async Task Is_named_and_nothing_is_switched(Phase when)
    {
        await using var fleet = Fleet.Local(2);
        await fleet.DeployAsync(payload.Path);
        var active = FolderSnapshot.Of(fleet.App(0, "current"));
        payload.File("app.dll", "the second build\n");
        fleet.OnEvent = seen => Change(seen is PhaseStarted { Host: "local:h1" } started && started.Phase == when, "app.dll");

        var report = await fleet.DeployAsync(payload.Path);

        Assert.Equal(20, report.ExitCode);
        Assert.Contains(report.Faults, fault => (fault.Code, fault.Path) == (FaultCatalog.SourceChanged, "app.dll"));
        Assert.DoesNotContain(report.Hosts, host => host.Outcome == HostOutcome.Activated);
        FolderSnapshot.AssertSame(active, FolderSnapshot.Of(fleet.App(0, "current")));
        FolderSnapshot.AssertSame(active, FolderSnapshot.Of(fleet.App(1, "current")));
        Assert.False(Directory.Exists(fleet.App(0, "staging")));
    }

    [Fact]
    public async Task By_a_vanished_file_is_named_and_the_next_deploy_works()
    {
        await using var fleet = Fleet.Local(1);
        fleet.OnEvent = seen =>
        {
            if (seen is PhaseStarted { Phase: Phase.Copy })
            {
                payload.Remove("app.dll");
            }
        };

        var report = await fleet.DeployAsync(payload.Path);
        fleet.OnEvent = null;
        var next = await fleet.DeployAsync(payload.Path);

        Assert.Contains("RD2006", report.Codes());
        Assert.False(report.Succeeded);
        Assert.Equal([], next.Codes());
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(0, "current")));
    }

    private void Change(bool now, string path)
    {
        if (now)
        {
            File.WriteAllText(Path.Combine(payload.Path, path), "rewritten by a build that runs");
        }
    }
}
