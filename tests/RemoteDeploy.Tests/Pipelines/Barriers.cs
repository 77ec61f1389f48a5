using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>No host is switched until all are verified.</summary>
public abstract class Barriers
{
    // Alters a file on the host whose home has a mark.
    private static readonly string[] AlterWhereMarked = ["sh", "-c", "if [ -e ~/marked ]; then echo more >>app.json; fi"];

    // Waits on the host whose home has a mark until it may go on.
    private protected static readonly string[] WaitWhereMarked = ["sh", "-c", "n=0; while [ -e ~/marked ] && [ ! -e ~/go ] && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done; [ $n -lt 600 ]"];

    private protected abstract Task<Fleet> StartAsync();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_allows_failures_does_not_wait_for_a_host_that_may_fail(bool changesMeanwhile)
    {
        const int Slow = 2;
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain().File("version", changesMeanwhile ? "late" : "same");
        Mark(fleet, Slow);
        Assert.True(FailureAllowance.TryParse("1", out var one));
        var switched = 0;
        fleet.OnEvent = happened =>
        {
            // The slow one goes on when all others are being switched, and not sooner.
            if (happened is PhaseStarted { Phase: Phase.Activate, Host: var host } && host != fleet.Hosts[Slow].Name && Interlocked.Increment(ref switched) == 3)
            {
                if (changesMeanwhile)
                {
                    payload.File("version", "other");
                }

                File.WriteAllText(fleet.Outside(Slow, "go"), "");
            }
        };

        var report = await app.DeployAsync(payload, request => request with { AfterCopy = WaitWhereMarked, AllowFailures = one });

        fleet.OnEvent = null;
        File.Delete(fleet.Outside(Slow, "marked"));
        File.Delete(fleet.Outside(Slow, "go"));
        Assert.Equal(changesMeanwhile ? [FaultCatalog.SourceChanged] : [], report.AllFaults.Select(fault => fault.Code));
        Assert.Equal(
            [HostOutcome.Activated, HostOutcome.Activated, changesMeanwhile ? HostOutcome.Staged : HostOutcome.Activated, HostOutcome.Activated],
            report.Hosts.Select(host => host.Outcome));
        for (var host = 0; host < 4; host++)
        {
            Assert.Equal(host != Slow || !changesMeanwhile, Path.Exists(app.At(host, "current/version")));
            await app.IsCleanAsync(host);
        }
    }

    [Fact]
    public async Task One_wrong_host_of_four_makes_everything_red_and_switches_nothing()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var old = PayloadFolder.Plain().File("version", "1");
        using var payload = PayloadFolder.Plain().File("version", "2");
        await app.MustDeployAsync(old);
        Mark(fleet, 2);

        var report = await app.DeployAsync(payload, request => request with { AfterCopy = AlterWhereMarked });

        File.Delete(fleet.Outside(2, "marked"));
        Assert.Equal(20, report.ExitCode);
        var fault = Assert.Single(report.AllFaults);
        Assert.Equal((FaultCatalog.DigestDiffers, fleet.Hosts[2].Name, "app.json"), (fault.Code, fault.Host, fault.Path));
        Assert.Equal(
            [HostOutcome.Staged, HostOutcome.Staged, HostOutcome.Mismatch, HostOutcome.Staged],
            report.Hosts.Select(host => host.Outcome));
        for (var host = 0; host < 4; host++)
        {
            app.AssertActive(old, host);
            await app.IsCleanAsync(host);
        }
    }

    [Fact]
    public async Task Releases_that_are_never_switched_to_do_not_pile_up()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var old = PayloadFolder.Plain().File("version", "1");
        await app.MustDeployAsync(old);
        Mark(fleet, 2);
        HashSet<string> before = [];
        foreach (var version in new[] { "2", "3", "4" })
        {
            using var payload = PayloadFolder.Plain().File("version", version);
            before = [.. Releases(app)];
            var report = await app.DeployAsync(payload, request => request with { AfterCopy = AlterWhereMarked, Keep = 2 });
            Assert.Equal(HostOutcome.Staged, report.Hosts[0].Outcome);
        }

        File.Delete(fleet.Outside(2, "marked"));
        app.AssertActive(old, 0);
        Assert.Equal(2, Releases(app).Length);
        Assert.Single(Releases(app).Except(before, StringComparer.Ordinal));
        await app.IsCleanAsync(0);

        static string[] Releases(Application app) => [.. Directory.GetDirectories(app.At(0, "releases")).Select(Path.GetFileName).OfType<string>()];
    }

    [Fact]
    public async Task Allowed_failures_let_the_others_be_switched_and_stay_failures()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        Mark(fleet, 1);
        Assert.True(FailureAllowance.TryParse("25%", out var quarter));

        var report = await app.DeployAsync(payload, request => request with { AfterCopy = AlterWhereMarked, AllowFailures = quarter });

        File.Delete(fleet.Outside(1, "marked"));
        Assert.Equal(20, report.ExitCode);
        Assert.Equal([HostOutcome.Activated, HostOutcome.Mismatch, HostOutcome.Activated, HostOutcome.Activated], report.Hosts.Select(host => host.Outcome));
        app.AssertNoneActive(1);
        Assert.All([0, 2, 3], host => app.AssertActive(payload, host));
    }

    [Fact]
    public async Task A_payload_that_changes_meanwhile_is_switched_nowhere()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Verify, Host: var host } && host == fleet.Hosts[3].Name)
            {
                File.AppendAllText(Path.Combine(payload.Path, "app.json"), "more");
            }
        };

        var report = await app.DeployAsync(payload);

        fleet.OnEvent = null;
        Assert.Equal(20, report.ExitCode);
        Assert.Equal((FaultCatalog.SourceChanged, "app.json"), (Assert.Single(report.Faults).Code, report.Faults[0].Path));
        Assert.All(Enumerable.Range(0, 4), app.AssertNoneActive);
    }

    private protected static void Mark(Fleet fleet, int host)
    {
        // The home of a local host is made with the first connection.
        Directory.CreateDirectory(fleet.Outside(host, ""));
        File.WriteAllText(fleet.Outside(host, "marked"), "");
    }
}

public sealed class BarriersOfLocalHosts : Barriers, IAsyncDisposable
{
    private readonly Fleet fleet = Fleet.Local(4);

    private protected override Task<Fleet> StartAsync() => Task.FromResult(fleet);

    public ValueTask DisposeAsync() => fleet.DisposeAsync();

    [Fact]
    public async Task Whoever_waited_for_a_host_whose_time_is_up_is_not_blamed()
    {
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain().File("version", "timed");
        Mark(fleet, 2);

        var report = await app.DeployAsync(payload, request => request with { AfterCopy = WaitWhereMarked, Timeout = TimeSpan.FromSeconds(15) });

        File.Delete(fleet.Outside(2, "marked"));
        Assert.Equal([HostOutcome.Staged, HostOutcome.Staged, HostOutcome.TimedOut, HostOutcome.Staged], report.Hosts.Select(host => host.Outcome));
        Assert.Single(report.AllFaults);
    }
}

public sealed class BarriersOfSshHosts(SshHosts hosts) : Barriers, IClassFixture<SshHosts>
{
    private protected override Task<Fleet> StartAsync() => hosts.StartAsync(4);

    [Fact]
    public async Task One_dead_host_of_four_holds_the_others_back_until_it_is_up_again()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        await fleet.Ssh["h4"].StopAsync();

        var report = await app.DeployAsync(payload);
        Assert.True(FailureAllowance.TryParse("1", out var one));
        var allowed = await app.DeployAsync(payload, request => request with { AllowFailures = one });

        await fleet.Ssh["h4"].StartAsync();
        var repaired = await app.DeployAsync(payload);

        Assert.Equal((21, 21, 0), (report.ExitCode, allowed.ExitCode, repaired.ExitCode));
        Assert.Equal((FaultCatalog.Unreachable, "h4"), (Assert.Single(report.AllFaults).Code, Assert.Single(report.AllFaults).Host));
        Assert.Equal([HostOutcome.Staged, HostOutcome.Staged, HostOutcome.Staged, HostOutcome.Unreachable], report.Hosts.Select(host => host.Outcome));
        Assert.Equal([HostOutcome.Activated, HostOutcome.Activated, HostOutcome.Activated, HostOutcome.Unreachable], allowed.Hosts.Select(host => host.Outcome));
        Assert.All(allowed.Hosts, host => Assert.Equal(0, host.BytesSent));
        Assert.Equal([HostOutcome.Unchanged, HostOutcome.Unchanged, HostOutcome.Unchanged, HostOutcome.Activated], repaired.Hosts.Select(host => host.Outcome));
        Assert.All(Enumerable.Range(0, 4), host => app.AssertActive(payload, host));
    }
}

public sealed class ManyHosts
{
    [Fact]
    public async Task Eight_at_once_all_get_the_same()
    {
        await using var fleet = await Fleet.SshAsync(8);
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();

        await app.MustDeployAsync(payload);
        var again = await app.DeployAsync(payload);

        Assert.All(again.Hosts, host => Assert.Equal((HostOutcome.Unchanged, 0L), (host.Outcome, host.BytesSent)));
    }
}
