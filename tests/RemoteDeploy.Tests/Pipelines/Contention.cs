using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Two runs of one application on the same hosts.</summary>
public abstract class Contention
{
    private protected abstract Task<Fleet> StartAsync();

    [Fact]
    public async Task The_second_run_is_told_who_holds_the_host_and_the_first_wins()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var first = PayloadFolder.Plain().File("version", "1");
        using var second = PayloadFolder.Plain().File("version", "2");
        RunReport? refused = null;
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Verify } && refused is null)
            {
                fleet.OnEvent = null;
                refused = Wait(app.DeployAsync(second));
            }
        };

        var won = await app.DeployAsync(first);

        Assert.Equal((0, 21), (won.ExitCode, refused!.ExitCode));
        Assert.All(refused.AllFaults, fault => Assert.Equal(FaultCatalog.HostLocked, fault.Code));
        Assert.Contains(refused.AllFaults, fault => fault.Found!.StartsWith($"run {won.RunId} by {Environment.UserName}@", StringComparison.Ordinal));
        Assert.Contains(refused.Hosts, host => host.Outcome == HostOutcome.Locked);
        for (var host = 0; host < 2; host++)
        {
            app.AssertActive(first, host);
            await app.IsCleanAsync(host);
        }
    }

    [Fact]
    public async Task Runs_in_opposite_order_do_not_wait_for_each_other()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        using var bothHoldOne = new Barrier(2);
        using var bothAreRefused = new Barrier(2);
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Copy })
            {
                Assert.True(bothHoldOne.SignalAndWait(TimeSpan.FromMinutes(1)));
            }
            else if (happened is Faulted)
            {
                Assert.True(bothAreRefused.SignalAndWait(TimeSpan.FromMinutes(1)));
            }
        };

        var runs = await Task.WhenAll(
            Task.Run(() => app.DeployAsync(payload, request => request with { Forks = 1 })),
            Task.Run(() => app.DeployAsync(payload, request => request with { Forks = 1, Hosts = [.. request.Hosts.Reverse()] })));

        fleet.OnEvent = null;
        Assert.All(runs, run => Assert.Equal((21, FaultCatalog.HostLocked), (run.ExitCode, Assert.Single(run.AllFaults).Code)));
        Assert.All(runs, run => Assert.Equal([HostOutcome.Staged, HostOutcome.Locked], run.Hosts.Select(host => host.Outcome)));
        await app.IsCleanAsync(0);
        await app.IsCleanAsync(1);
        await app.MustDeployAsync(payload);
    }

    // An observer is called inside the run: it cannot be asynchronous.
    private static RunReport Wait(Task<RunReport> run) => Task.Run(() => run).GetAwaiter().GetResult();
}

public sealed class ContentionForLocalHosts : Contention, IAsyncDisposable
{
    private readonly Fleet fleet = Fleet.Local(2);

    private protected override Task<Fleet> StartAsync() => Task.FromResult(fleet);

    public ValueTask DisposeAsync() => fleet.DisposeAsync();
}

public sealed class ContentionForSshHosts(SshHosts hosts) : Contention, IClassFixture<SshHosts>
{
    private protected override Task<Fleet> StartAsync() => hosts.StartAsync(2);
}
