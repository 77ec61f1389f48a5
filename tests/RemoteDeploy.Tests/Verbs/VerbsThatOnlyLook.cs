using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public abstract class VerbsThatOnlyLook
{
    private protected abstract Task<Fleet> StartAsync(int count);

    [Fact]
    public async Task Leave_a_host_that_was_never_used_untouched()
    {
        await using var fleet = await StartAsync(1);
        using var payload = PayloadFolder.Plain();
        var home = Directory.CreateDirectory(fleet.Outside(0, "")).FullName;
        var before = FolderSnapshot.Of(home);

        var plan = await PlanAsync(fleet, payload);
        var doctor = await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));
        var verify = await fleet.VerifyAsync();

        Assert.Equal((0, 0), (plan.ExitCode, doctor.ExitCode));
        Assert.Equal(["RD1019"], verify.Codes());
        Assert.Equal((6, 6, 0), (plan.Hosts[0].Files, plan.Hosts[0].FilesSent, plan.Hosts[0].FilesReused));
        Assert.Null(doctor.Hosts[0].Release);
        Assert.All([plan, doctor], report => Assert.Null(report.RunFolder));
        FolderSnapshot.AssertSame(before, FolderSnapshot.Of(home));
    }

    [Fact]
    public async Task Leave_a_host_in_use_untouched_and_say_what_would_be_done()
    {
        await using var fleet = await StartAsync(1);
        using var payload = PayloadFolder.Plain();
        await fleet.DeployAsync(payload.Path);
        var before = FolderSnapshot.Of(fleet.Outside(0, ""));

        var same = await PlanAsync(fleet, payload);
        payload.File("app.dll", "changed").File("new", "1234");
        var changed = await PlanAsync(fleet, payload);
        var audit = await fleet.VerifyAsync();
        var doctor = await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));

        Assert.Equal((0, 6), (same.Hosts[0].FilesSent, same.Hosts[0].FilesReused));
        Assert.Equal((2, 11L, 5), (changed.Hosts[0].FilesSent, changed.Hosts[0].BytesSent, changed.Hosts[0].FilesReused));
        Assert.NotEqual(changed.Hosts[0].Release, changed.Hosts[0].PreviousRelease);
        Assert.Equal(HostOutcome.Verified, audit.Hosts[0].Outcome);
        Assert.Equal(same.Hosts[0].Release, doctor.Hosts[0].Release);
        FolderSnapshot.AssertSame(before, FolderSnapshot.Of(fleet.Outside(0, "")));
        Assert.Equal((2, 11L), (await fleet.DeployAsync(payload.Path)).Hosts.Select(host => (host.FilesSent, host.BytesSent)).Single());
    }

    [Fact]
    public async Task Compare_with_a_payload_when_one_is_given()
    {
        await using var fleet = await StartAsync(1);
        using var payload = PayloadFolder.Plain();
        await fleet.DeployAsync(payload.Path);

        var right = await fleet.VerifyAsync(payload.Path);
        payload.File("app.dll", "changed");
        var wrong = await fleet.VerifyAsync(payload.Path);

        Assert.Equal((0, HostOutcome.Verified), (right.ExitCode, right.Hosts[0].Outcome));
        Assert.Equal((20, "RD2005"), (wrong.ExitCode, Assert.Single(wrong.Codes())));
        Assert.Equal(["RD0013"], (await fleet.VerifyAsync(payload.Path + "-nowhere")).Codes());
    }

    private static Task<RunReport> PlanAsync(Fleet fleet, PayloadFolder payload) =>
        fleet.Engine.PlanAsync(fleet.Request(new DeployRequest { Hosts = [], Payload = payload.Path }));
}

public sealed class VerbsThatOnlyLookAtLocalHosts : VerbsThatOnlyLook
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));
}

public sealed class VerbsThatOnlyLookAtSshHosts : VerbsThatOnlyLook
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}
