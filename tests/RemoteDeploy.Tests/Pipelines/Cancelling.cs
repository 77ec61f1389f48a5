using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>A deploy is cancelled through its token.</summary>
public abstract class Cancelling
{
    private protected abstract Task<Fleet> StartAsync();

    [Theory]
    [InlineData(Phase.Connect)]
    [InlineData(Phase.Probe)]
    [InlineData(Phase.Lock)]
    [InlineData(Phase.Copy)]
    [InlineData(Phase.Verify)]
    [InlineData(Phase.Activate)]
    public async Task Leaves_hosts_clean_from_each_stage(Phase phase)
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var old = PayloadFolder.Plain().File("version", "1");
        using var payload = PayloadFolder.Plain().File("version", "2");
        await app.MustDeployAsync(old);
        using var cancel = new CancellationTokenSource();
        fleet.OnEvent = happened => CancelWhen(happened is PhaseStarted started && started.Phase == phase, cancel);

        var report = await app.DeployAsync(payload, null, cancel.Token);

        fleet.OnEvent = null;
        AssertCancelled(report);
        for (var host = 0; host < 2; host++)
        {
            await app.IsCleanAsync(host);
            var isSwitched = phase == Phase.Activate && IsActive(app, host, "2");
            app.AssertActive(isSwitched ? payload : old, host);
            Assert.Equal(isSwitched, report.Hosts[host].Outcome == HostOutcome.Activated || report.Hosts[host].Notes.Contains("the release had been made active before the run was cancelled"));
            Assert.DoesNotContain(report.Hosts[host].LeftBehind, left => left.StartsWith("perhaps ", StringComparison.Ordinal));
        }

        await app.MustDeployAsync(payload);
    }

    [Fact]
    public async Task Stops_a_transfer_that_is_under_way()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);

        // Progress is told ten times a second: a quiet machine copies a smaller one to a folder of its own before the first word.
        using var payload = PayloadFolder.Plain().File("big", Noise.Of(256 << 20));
        using var cancel = new CancellationTokenSource();
        fleet.OnEvent = happened => CancelWhen(happened is Transferred { BytesDone: > 0 } moved && moved.BytesDone < moved.BytesTotal, cancel);

        var report = await app.DeployAsync(payload, null, cancel.Token);

        fleet.OnEvent = null;
        AssertCancelled(report);
        await app.IsCleanAsync(0);
        await app.IsCleanAsync(1);
        Assert.All([0, 1], app.AssertNoneActive);
    }

    [Fact]
    public async Task Ends_a_command_that_runs_on_the_hosts()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        using var cancel = new CancellationTokenSource();
        string[] hook = ["sh", "-c", "echo $$ >~/hook.part; mv ~/hook.part ~/hook; sleep 1000"];

        var run = app.DeployAsync(payload, request => request with { AfterCopy = hook }, cancel.Token);
        int[] processes = [await ReadWhenThereAsync(fleet.Outside(0, "hook")), await ReadWhenThereAsync(fleet.Outside(1, "hook"))];
        await cancel.CancelAsync();

        AssertCancelled(await run);
        await Task.WhenAll(processes.Select(Processes.GoneAsync));
        await app.IsCleanAsync(0);
        await app.IsCleanAsync(1);
    }

    /// <summary>It is asked to end, and forced two seconds later, with what it has started.</summary>
    [Theory]
    [InlineData("trap '' TERM; echo $$ >~/exec.part; mv ~/exec.part ~/exec; sleep 1000")]
    [InlineData("(trap '' TERM; sh -c 'echo $$ >~/exec.part; mv ~/exec.part ~/exec; exec sleep 1000') & wait")]
    public async Task Ends_a_command_that_does_not_want_to_or_says_that_it_is_left(string script)
    {
        var fleet = await StartAsync();
        using var cancel = new CancellationTokenSource();

        var run = fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["sh", "-c", script] }), cancel.Token);
        int[] processes = [await ReadWhenThereAsync(fleet.Outside(0, "exec")), await ReadWhenThereAsync(fleet.Outside(1, "exec"))];
        await cancel.CancelAsync();
        var report = await run;

        Assert.All([0, 1], host => Assert.True(!Processes.IsAlive(processes[host]) || report.Hosts[host].LeftBehind.Count > 0, "it has ended, or is said to be left"));
        AssertCancelled(report);
        await Task.WhenAll(processes.Select(Processes.GoneAsync));
    }

    [Fact]
    public async Task Says_which_suite_was_stopped_and_calls_no_host_all_right()
    {
        var fleet = await StartAsync();
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        using var cancel = new CancellationTokenSource();
        var request = fleet.Request(new RunRequest
        {
            Hosts = [],
            App = app.Name,
            Payload = payload.Path,
            Suites = [new TestSuite { Name = "endless", Command = "sh", Arguments = ["-c", "echo $$ >~/suite.part; mv ~/suite.part ~/suite; sleep 1000"] }],
        });

        var run = fleet.Engine.RunAsync(request, cancel.Token);
        int[] processes = [await ReadWhenThereAsync(fleet.Outside(0, "suite")), await ReadWhenThereAsync(fleet.Outside(1, "suite"))];
        await cancel.CancelAsync();

        var report = await run;
        AssertCancelled(report);
        Assert.All(report.Hosts, host => Assert.Equal(HostOutcome.Cancelled, host.Outcome));
        Assert.All(report.Hosts, host => Assert.Contains("suite 'endless' was given up before it ended", host.Notes));
        Assert.All([0, 1], host => Assert.True(!Processes.IsAlive(processes[host]) || report.Hosts[host].LeftBehind.Count > 0, "it has ended, or is said to be left"));
        await Task.WhenAll(processes.Select(Processes.GoneAsync));
        await app.IsCleanAsync(0);
        await app.IsCleanAsync(1);
    }

    private static async Task<int> ReadWhenThereAsync(string file)
    {
        await Eventually.IsTrueAsync(() => File.Exists(file), file);
        var id = int.Parse(await File.ReadAllTextAsync(file));
        File.Delete(file);
        return id;
    }

    private static void CancelWhen(bool now, CancellationTokenSource cancel)
    {
        if (now)
        {
            // Not from inside the observer: what is cancelled may raise events itself.
            _ = cancel.CancelAsync();
        }
    }

    private static bool IsActive(Application app, int host, string version) => File.ReadAllText(app.At(host, "current/version")) == version;

    private static void AssertCancelled(RunReport report)
    {
        Assert.Equal([], report.AllFaults);
        Assert.True(report.Cancelled, "cancelled");
        Assert.Equal(130, report.ExitCode);
    }
}

public sealed class CancellingOnLocalHosts : Cancelling, IAsyncDisposable
{
    private readonly Fleet fleet = Fleet.Local(2);

    private protected override Task<Fleet> StartAsync() => Task.FromResult(fleet);

    public ValueTask DisposeAsync() => fleet.DisposeAsync();
}

public sealed class CancellingOnSshHosts(SshHosts hosts) : Cancelling, IClassFixture<SshHosts>
{
    private protected override Task<Fleet> StartAsync() => hosts.StartAsync(2);
}
