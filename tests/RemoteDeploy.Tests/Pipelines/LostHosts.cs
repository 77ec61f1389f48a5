using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Hosts that are lost in the middle of a deploy. The old release stays active; the next run repairs the rest.</summary>
public sealed class LostHosts(SshHosts hosts) : IClassFixture<SshHosts>
{
    [Fact]
    public async Task A_session_that_is_killed_in_the_copy()
    {
        var fleet = await hosts.StartAsync(2);
        var report = await LoseAsync(fleet, IsMoving, () => fleet.Ssh["h1"].KillSessionsAsync());
        Assert.Equal(FaultCatalog.ConnectionLost, report.Hosts[0].Faults[0].Code);
    }

    [Fact]
    public async Task A_session_that_is_killed_before_the_switch()
    {
        var fleet = await hosts.StartAsync(2);
        var report = await LoseAsync(fleet, happened => happened is PhaseStarted { Phase: Phase.Activate, Host: "h1" }, () => fleet.Ssh["h1"].KillSessionsAsync());
        Assert.Equal(21, report.ExitCode);
    }

    [Fact]
    public async Task A_plug_that_is_pulled_in_the_copy()
    {
        var fleet = await hosts.StartAsync(2);
        var report = await LoseAsync(fleet, IsMoving, () => fleet.Ssh["h1"].StopAsync(), () => fleet.Ssh["h1"].StartAsync());
        Assert.Equal(FaultCatalog.ConnectionLost, report.Hosts[0].Faults[0].Code);
    }

    [Fact]
    public async Task A_host_that_freezes_in_the_copy()
    {
        var fleet = await hosts.StartAsync(2);
        var report = await LoseAsync(fleet, IsMoving, () => fleet.Ssh["h1"].FreezeAsync(), () => fleet.Ssh["h1"].ThawAsync());
        Assert.Contains(report.Hosts[0].Faults[0].Code, new[] { FaultCatalog.HostStalled, FaultCatalog.ConnectionLost });
    }

    [Fact]
    public async Task A_host_that_freezes_before_it_is_verified()
    {
        var fleet = await hosts.StartAsync(2);
        var report = await LoseAsync(
            fleet, happened => happened is PhaseStarted { Phase: Phase.Verify, Host: "h1" }, () => fleet.Ssh["h1"].FreezeAsync(), () => fleet.Ssh["h1"].ThawAsync());
        Assert.Contains(report.Hosts[0].Faults[0].Code, new[] { FaultCatalog.HostStalled, FaultCatalog.ConnectionLost });
    }

    private static bool IsMoving(RunEvent happened) => happened is Transferred { Host: "h1", BytesDone: > 0 } moved && moved.BytesDone < moved.BytesTotal;

    /// <summary>Deploys, loses the first host at an event, and looks at what is left. Then the host is back and the next run repairs it.</summary>
    private static async Task<RunReport> LoseAsync(Fleet fleet, Func<RunEvent, bool> when, Func<Task> lose, Func<Task>? bringBack = null)
    {
        var app = new Application(fleet);
        using var old = PayloadFolder.Plain().File("version", "1");
        using var payload = PayloadFolder.Plain().File("version", "2").File("big", Noise.Of(48 << 20));
        await app.MustDeployAsync(old);
        fleet.OnEvent = happened =>
        {
            if (when(happened))
            {
                fleet.OnEvent = null;
                Task.Run(lose).GetAwaiter().GetResult();
            }
        };

        var report = await app.DeployAsync(payload, request => request with { StallTimeout = TimeSpan.FromSeconds(2), ConnectTimeout = TimeSpan.FromSeconds(2) });

        await (bringBack?.Invoke() ?? Task.CompletedTask);
        Assert.Equal(21, report.ExitCode);
        Assert.All(report.AllFaults, fault => Assert.Equal("h1", fault.Host));
        app.AssertActive(old, 0);
        app.AssertActive(report.Hosts[1].Outcome == HostOutcome.Activated ? payload : old, 1);
        await app.IsCleanAsync(1);

        await app.MustDeployAsync(payload);
        await app.IsCleanAsync(0);
        return report;
    }
}
