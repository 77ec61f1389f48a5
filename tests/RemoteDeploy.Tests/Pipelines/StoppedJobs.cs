using System.Diagnostics;
using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>What <c>stop</c> says of jobs, and what it leaves of them.</summary>
public sealed class StoppedJobs : IDisposable
{
    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Are_said_to_be_stopped_when_they_have_ended_and_not_before()
    {
        await using var fleet = await Fleet.SshAsync(1);
        bool? ranStill = null;
        fleet.OnEvent = happened =>
        {
            if (happened is Noted { Text: "waits is stopped" })
            {
                ranStill = Processes.IsAlive(PidOf(fleet.Outside(0, "pid")));
            }
        };

        var run = fleet.RunAsync(payload.Path, Shell("trap '' TERM; echo $$ >~/pid; echo x >~/count; while :; do sleep 0.1; done"));
        await StartedAsync(fleet);
        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));

        Assert.Equal((0, false), (stopped.ExitCode, ranStill));
        Assert.Equal(["RD3007"], (await run).Codes());
    }

    [Fact]
    public async Task That_do_not_end_are_told_and_left_behind()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var run = fleet.RunAsync(payload.Path, Shell("echo x >~/count; sleep 1000"));
        await StartedAsync(fleet);
        var supervisor = PidOf(Directory.GetFiles(fleet.App(0, "jobs"), "state", SearchOption.AllDirectories).Single());
        await SignalAsync("STOP", supervisor);

        var frozen = await fleet.Engine.StopAsync(new StopRequest("last") { Patience = TimeSpan.FromSeconds(1) });
        await SignalAsync("CONT", supervisor);
        var thawed = await fleet.Engine.StopAsync(new StopRequest("last"));

        Assert.Equal((21, "RD1016", 0), (frozen.ExitCode, Assert.Single(frozen.Codes()), thawed.ExitCode));
        Assert.Contains("still runs", Assert.Single(frozen.AllFaults).Message, StringComparison.Ordinal);
        Assert.Contains("still runs", Assert.Single(frozen.Hosts[0].LeftBehind), StringComparison.Ordinal);
        Assert.DoesNotContain(frozen.Hosts[0].Notes, note => note.Contains("is stopped", StringComparison.Ordinal));
        Assert.Equal(["RD3007"], (await run).Codes());
    }

    [Fact]
    public async Task Of_a_host_that_was_given_up_stay_for_logs()
    {
        await using var fleet = await Fleet.SshAsync(1);
        await fleet.DeployAsync(payload.Path);
        var sshd = Path.Combine(fleet.Ssh.Folder, "h1", "sshd.pid");
        var script = $"echo $$ >~/pid; echo x >~/count; {Until("cut")}; p=$(cat {sshd}); for c in $(cat /proc/$p/task/$p/children); do kill -9 $c; done; kill -9 $p; {Until("go")}; echo late; sleep 1000";
        var run = fleet.TestAsync([Shell(script)], request => request with { LostAfter = TimeSpan.FromSeconds(1) });
        await StartedAsync(fleet);
        await File.WriteAllTextAsync(fleet.Outside(0, "cut"), "");
        var lost = await run;
        await fleet.Ssh.Hosts[0].RestartSshdAsync();
        await File.WriteAllTextAsync(fleet.Outside(0, "go"), "");
        await Eventually.IsTrueAsync(() => Directory.GetFiles(fleet.App(0, "jobs"), "out.0", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 0), "it goes on");

        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));
        var shown = await fleet.Engine.ReadLogsAsync(new LogsRequest("last"));

        Assert.Equal(["RD1024"], lost.Codes());
        Assert.Equal((0, 0), (stopped.ExitCode, shown.ExitCode));
        Assert.False(Processes.IsAlive(PidOf(fleet.Outside(0, "pid"))), "it is stopped");
        Assert.Contains(stopped.Hosts[0].Notes, note => note.Contains($"remotedeploy logs {lost.RunId}", StringComparison.Ordinal));
        Assert.DoesNotContain(stopped.Hosts[0].Notes, note => note.Contains("attach", StringComparison.Ordinal));
        Assert.Contains(fleet.Events.OfType<OutputWritten>(), written => written.Line == "late");
    }

    [Fact]
    public async Task Of_a_run_that_is_over_go_where_their_results_are_here()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var report = await fleet.RunAsync(payload.Path, Shell("echo over"));
        foreach (var job in new[] { "waits-1", "unknown-1" })
        {
            Directory.CreateDirectory(fleet.App(0, $"jobs/{report.RunId}/{job}"));
            await File.WriteAllTextAsync(fleet.App(0, $"jobs/{report.RunId}/{job}/end"), "cause exited\nstatus 0\n");
        }

        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));

        Assert.Equal(0, stopped.ExitCode);
        Assert.Equal("unknown-1", Path.GetFileName(Assert.Single(Directory.GetDirectories(fleet.App(0, $"jobs/{report.RunId}")))));
        Assert.Equal(
            ["no job of the run runs here", "what waits-1 wrote had been fetched, and was removed", $"what unknown-1 wrote was not fetched, and stays for a week: remotedeploy logs {report.RunId} shows it"],
            stopped.Hosts[0].Notes);
    }

    [Theory]
    [InlineData(SuiteMode.Each, 1)]
    [InlineData(SuiteMode.Pool, 1)]
    [InlineData(SuiteMode.Pool, 2)] // the second unit runs in the folder of the first
    public async Task Whose_results_could_not_be_fetched_stay_whatever_comes_after(SuiteMode mode, int at)
    {
        var collected = 0;
        await using var fleet = await Fleet.SshAsync(1);
        var sshd = fleet.Ssh.Hosts[0];
        await fleet.DeployAsync(payload.Path);
        fleet.OnEvent = happened =>
        {
            // Out of reach from the end of the suite until it is given up, and there again before the run ends.
            if (happened is PhaseStarted { Phase: Phase.Collect } && ++collected == at)
            {
                Task.Run(() => sshd.StopAsync()).Wait();
            }
            else if (happened is Faulted { Fault.Code: var code } && (code == FaultCatalog.HostLost || code == FaultCatalog.Unreachable))
            {
                Task.Run(() => sshd.StartAsync()).Wait();
                fleet.OnEvent = null;
            }
        };
        var suite = Shell("echo said; echo '<testsuite><testcase name=\"a\"/></testsuite>' >r.xml") with
        {
            Results = "r.xml",
            SetUp = at == 1 ? ["/bin/sh", "-c", "echo up"] : [],
            Mode = mode,
            Units = mode == SuiteMode.Pool ? [.. Enumerable.Range(1, at).Select(number => new TestUnit("", $"{number}"))] : [],
        };

        var report = await fleet.TestAsync([suite], request => request with { LostAfter = TimeSpan.FromSeconds(1) });
        var next = await fleet.DeployAsync(payload.Path);
        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));

        Assert.Equal((21, 0, 0), (report.ExitCode, next.ExitCode, stopped.ExitCode));
        Assert.Contains(report.Hosts[0].LeftBehind, left => left.Contains("not everything could be fetched", StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(fleet.App(0, "jobs"), "r.xml", SearchOption.AllDirectories));
    }

    private static string Until(string file) => $"until [ -e ~/{file} ]; do sleep 0.1; done";

    private static TestSuite Shell(string script) => new() { Name = "waits", Command = "/bin/sh", Arguments = ["-c", script] };

    private static Task StartedAsync(Fleet fleet) => Eventually.IsTrueAsync(() => File.Exists(fleet.Outside(0, "count")) && Journal(fleet).Any(line => line.Contains("\"Started\"", StringComparison.Ordinal)), "the suite runs, and that is noted");

    private static IEnumerable<string> Journal(Fleet fleet) => Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines);

    private static int PidOf(string file) => int.Parse(File.ReadAllText(file).Split('|')[0], CultureInfo.InvariantCulture);

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }
}
