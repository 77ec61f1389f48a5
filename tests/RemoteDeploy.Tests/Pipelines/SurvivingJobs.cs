using System.Diagnostics;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Suites on real sshd hosts, whose connection, controller or host goes away under them.</summary>
public sealed class SurvivingJobs : IDisposable
{
    private const string Trx = "<TestRun><Results><UnitTestResult testName=\"A\" outcome=\"Passed\"/></Results><ResultSummary><Counters total=\"1\"/></ResultSummary></TestRun>";

    // Says "one", waits to be let go, says "two"; how often it was started stands in ~/count.
    private const string Waiting = "echo x >>~/count; echo one; until [ -e ~/go ]; do sleep 0.1; done; printf '%s' \"$0\" >r.trx; echo two; echo err >&2";

    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Go_on_while_sshd_is_killed_and_started_again_and_lose_nothing()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var host = fleet.Ssh.Hosts[0];

        var run = fleet.RunAsync(payload.Path, Suite(Waiting, Trx) with { Results = "*.trx" }, Shell("echo next") with { Name = "next" });
        await FollowedAsync(fleet, 1);
        await host.RestartSshdAsync();
        await NotedAsync(fleet, "lost contact");
        await LetGoAsync(fleet);
        var report = await run;

        Assert.Equal([], report.AllFaults);
        Assert.Equal(("one\ntwo\nerr\n", 1), (report.Suite().OutputTail, report.Suite().Passed));
        Assert.Equal("next\n", report.Suite(0, 1).OutputTail);
        Assert.Equal("x\n", host.ReadAllText("~/count"));
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Are_finished_by_an_attach_when_the_controller_was_killed()
    {
        await using var fleet = await Fleet.SshAsync(2);
        payload.File("suite.sh", "#!/bin/sh\n" + Waiting.Replace("\"$0\"", $"'{Trx}'", StringComparison.Ordinal), "0755");
        await KillToolAsync(fleet);
        await Task.WhenAll(LetGoAsync(fleet), LetGoAsync(fleet, 1));

        var report = await fleet.Engine.AttachAsync(new AttachRequest("last"));

        Assert.Equal([], report.AllFaults);
        Assert.Equal(("run", 0), (report.Verb, report.ExitCode));
        Assert.All([0, 1], host =>
        {
            Assert.Equal(("one\ntwo\nerr\n", 1, HostOutcome.Passed), (report.Suite(host).OutputTail, report.Suite(host).Passed, report.Hosts[host].Outcome));

            // It had not been started when the controller died.
            Assert.Equal(("after", "after\n"), (report.Suite(host, 1).Suite, report.Suite(host, 1).OutputTail));
            Assert.Equal("x\n", fleet.Ssh.Hosts[host].ReadAllText("~/count"));
        });
        Assert.True(File.Exists(Path.Combine(report.RunFolder!, "summary.json")), "the report of the run");
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Are_followed_by_one_attach_at_a_time()
    {
        await using var fleet = await Fleet.SshAsync(1);
        payload.File("suite.sh", "#!/bin/sh\n" + Waiting.Replace("\"$0\"", $"'{Trx}'", StringComparison.Ordinal), "0755");
        await KillToolAsync(fleet);

        var first = fleet.Engine.AttachAsync(new AttachRequest("last"));
        await Eventually.IsTrueAsync(() => fleet.Events.OfType<PhaseStarted>().Any(started => started.Phase == Phase.Run), "the first one follows");
        var second = await fleet.Engine.AttachAsync(new AttachRequest("last"));
        var waiting = fleet.Engine.AttachAsync(new AttachRequest("last"));
        await LetGoAsync(fleet);

        Assert.Equal((64, "RD0025"), (second.ExitCode, Assert.Single(second.Codes())));
        Assert.Equal([], (await first).AllFaults);

        // It waits a moment for a process that may be dying: what has come to its end in that moment is not done again.
        var third = await waiting;
        Assert.Equal((64, 0), (third.ExitCode, third.Hosts.Count));
        Assert.Contains(Assert.Single(third.Codes()), new[] { "RD0024", "RD0025" });
        Assert.Equal(["RD0024"], (await fleet.Engine.AttachAsync(new AttachRequest("2001"))).Codes());
        Assert.Contains("is over", Assert.Single((await fleet.Engine.AttachAsync(new AttachRequest("last"))).AllFaults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_kill_their_own_sshd_are_no_worse_for_it()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var pid = Path.Combine(fleet.Ssh.Folder, "h1", "sshd.pid");
        var script = $"p=$(cat {pid}); for c in $(cat /proc/$p/task/$p/children); do kill -9 $c; done; kill -9 $p; echo x >~/count; until [ -e ~/go ]; do sleep 0.1; done; echo done";

        var run = fleet.RunAsync(payload.Path, Shell(script));
        await StartedAsync(fleet);
        await fleet.Ssh.Hosts[0].RestartSshdAsync();
        await LetGoAsync(fleet);
        var report = await run;

        Assert.Equal([], report.AllFaults);
        Assert.Equal("done\n", report.Suite().OutputTail);
    }

    [Fact]
    public async Task On_a_host_that_does_not_come_back_are_given_up_after_a_while()
    {
        await using var fleet = await Fleet.SshAsync(2);
        await fleet.DeployAsync(payload.Path);

        var run = fleet.TestAsync([Suite(Waiting, "x")], request => request with { LostAfter = TimeSpan.FromSeconds(2) });
        await StartedAsync(fleet, 1);
        await Eventually.IsTrueAsync(() => Directory.GetFiles(fleet.WorkFolder, "stdout.txt", SearchOption.AllDirectories).Any(file => file.Contains("h1", StringComparison.Ordinal) && new FileInfo(file).Length == 4), "its first words are here");
        await fleet.Ssh.Hosts[0].StopAsync();
        await LetGoAsync(fleet, 1);
        var report = await run;

        Assert.Equal((21, "RD1024"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal([HostOutcome.Unreachable, HostOutcome.Passed], report.Hosts.Select(host => host.Outcome));
        Assert.Equal(("one\n", JobCause.HostLost), (report.Suite().OutputTail, report.Suite().Job!.Cause));
    }

    [Fact]
    public async Task Without_their_supervisor_are_ended_and_said_to_be_lost()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var run = fleet.RunAsync(payload.Path, Shell("echo $$ >~/pid; echo x >~/count; sleep 1000"));
        await StartedAsync(fleet);
        var state = Directory.GetFiles(fleet.App(0, "jobs"), "state", SearchOption.AllDirectories).Single();
        using (var supervisor = Process.GetProcessById(int.Parse((await File.ReadAllTextAsync(state)).Split('|')[0])))
        {
            supervisor.Kill();
        }

        Assert.Equal((21, "RD1025"), ((await run).ExitCode, Assert.Single((await run).Codes())));
        await Processes.GoneAsync(int.Parse(fleet.Ssh.Hosts[0].ReadAllText("~/pid")));
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Of_an_earlier_start_of_the_host_are_known_to_be_over()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var run = fleet.RunAsync(payload.Path, Shell("echo x >~/count; sleep 1000"));
        await StartedAsync(fleet);
        var state = Directory.GetFiles(fleet.App(0, "jobs"), "state", SearchOption.AllDirectories).Single();
        await fleet.Ssh.Hosts[0].StopAsync();
        await File.WriteAllTextAsync(state, string.Join('|', (await File.ReadAllTextAsync(state)).Split('|').Select((field, at) => at == 2 ? "the-boot-before" : field)));
        await fleet.Ssh.Hosts[0].StartAsync();

        Assert.Equal((21, "RD1026"), ((await run).ExitCode, Assert.Single((await run).Codes())));
    }

    [Fact]
    public async Task Are_listed_shown_and_stopped_by_whoever_has_the_run_folder()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var run = fleet.RunAsync(payload.Path, Shell("echo hello; echo x >~/count; sleep 1000"));
        await Eventually.IsTrueAsync(() => Directory.GetFiles(fleet.WorkFolder, "stdout.txt", SearchOption.AllDirectories).Length == 1, "it is followed");
        var listed = await fleet.Engine.ListJobsAsync(fleet.Request(new ListJobsRequest { Hosts = [] }));
        var shown = await fleet.Engine.ReadLogsAsync(new LogsRequest("last"));
        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));
        var report = await run;

        Assert.Equal([], listed.AllFaults.Concat(shown.AllFaults).Concat(stopped.AllFaults));
        var job = Assert.Single(listed.Hosts[0].Jobs);
        Assert.Equal((JobState.Running, "waits", "waits-1", report.RunId, "app"), (job.State, job.Suite, job.Name, job.Run, job.App));
        Assert.Contains(fleet.Events.OfType<OutputWritten>(), written => written is { Line: "hello", IsError: false });
        Assert.Equal((2, "RD3007"), (report.ExitCode, Assert.Single(report.Codes())));
        await NothingIsLeftAsync(fleet);
        var later = await fleet.Engine.ReadLogsAsync(new LogsRequest(report.RunId));
        Assert.Equal([], later.AllFaults);
        Assert.Equal(2, fleet.Events.OfType<OutputWritten>().Count(written => written.Line == "hello"));
    }

    [Fact]
    public async Task That_the_host_was_never_told_to_forget_go_with_the_next_lock()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var report = await fleet.RunAsync(payload.Path, Shell("echo over"));
        string[] left = [$"{report.RunId}/waits-1", $"{report.RunId}/never-1", "20010101-000000-aaaaaa/waits-1"];
        foreach (var job in left)
        {
            Directory.CreateDirectory(fleet.App(0, $"jobs/{job}"));
        }

        await fleet.DeployAsync(payload.Path);

        // Of the second its run knows nothing, and the third is of another machine's.
        Assert.Equal(left.Skip(1), left.Where(job => Directory.Exists(fleet.App(0, $"jobs/{job}"))));
    }

    [Fact]
    public async Task Tell_a_255_of_their_own_from_one_of_ssh()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var report = await fleet.RunAsync(payload.Path, Shell("exit 255"));

        Assert.Equal((2, "RD3001", 255), (report.ExitCode, Assert.Single(report.Codes()), report.Suite().ExitCode!.Value));
    }

    [Fact]
    public async Task That_start_a_daemon_of_their_own_session_are_cleaned_up_after_and_it_is_told()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var report = await fleet.RunAsync(payload.Path, Shell("setsid sh -c 'echo $$ >~/daemon; exec sleep 987' & until [ -s ~/daemon ]; do sleep 0.05; done; sleep 0.2"));

        Assert.Equal([], report.AllFaults);
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains("sleep 987", StringComparison.Ordinal));
        await Processes.GoneAsync(int.Parse(fleet.Ssh.Hosts[0].ReadAllText("~/daemon")));
    }

    [Fact]
    public async Task That_print_without_end_fill_neither_disk_nor_time()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var script = "echo first; head -c 200000000 /dev/zero | tr '\\0' x; echo last; du -sk ~/.remotedeploy/app/jobs >&2";

        var report = await fleet.RunAsync(payload.Path, Shell(script) with { Timeout = TimeSpan.FromMinutes(1) });

        Assert.Equal([], report.AllFaults);
        var output = await File.ReadAllTextAsync(report.Suite().Files.Single(file => file.EndsWith("stdout.txt", StringComparison.Ordinal)));
        Assert.StartsWith("first\nx", output, StringComparison.Ordinal);
        Assert.EndsWith("xlast\n", output, StringComparison.Ordinal);
        var words = System.Text.RegularExpressions.Regex.Match(output, "\n… \\(([0-9]+) bytes left out\\)\n", System.Text.RegularExpressions.RegexOptions.ExplicitCapture | System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(10));
        Assert.True(words.Success, "what was left out is said in its place");
        var leftOut = long.Parse(new string([.. words.Value.Where(char.IsAsciiDigit)]));
        Assert.Equal(200_000_011, output.Length - words.Value.Length + leftOut);
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains($" {leftOut} bytes", StringComparison.Ordinal));
        Assert.InRange(int.Parse(report.Suite().OutputTail.TrimEnd('\n').Split('\n')[^1].Split('\t')[0]), 0, 24 * 1024);
    }

    private static TestSuite Shell(string script) => Suite(script, "");

    private static TestSuite Suite(string script, string argument) => new() { Name = "waits", Command = "/bin/sh", Arguments = ["-c", script, argument] };

    private static Task StartedAsync(Fleet fleet, int host = 0) => Eventually.IsTrueAsync(() => File.Exists(fleet.Outside(host, "count")), "the suite runs");

    // A connection that is lost before is made anew without a word.
    private static Task FollowedAsync(Fleet fleet, int count) => Eventually.IsTrueAsync(
        () => Directory.GetFiles(fleet.WorkFolder, "stdout.txt", SearchOption.AllDirectories).Count(file => new FileInfo(file).Length > 0) == count,
        "its first words are here");

    private static Task LetGoAsync(Fleet fleet, int host = 0) => File.WriteAllTextAsync(fleet.Outside(host, "go"), "");

    private static Task NotedAsync(Fleet fleet, string words) =>
        Eventually.IsTrueAsync(() => fleet.Events.OfType<Noted>().Any(note => note.Text.Contains(words, StringComparison.Ordinal)), words);

    private static Task NothingIsLeftAsync(Fleet fleet) => Eventually.IsTrueAsync(
        () => fleet.Hosts.Select((_, host) => host).All(host => !Directory.Exists(fleet.App(host, "jobs")) && !Path.Exists(fleet.App(host, "lock"))),
        "no job and no lock is left");

    /// <summary>Starts the tool on all hosts and kills it once the suite runs on each.</summary>
    private async Task KillToolAsync(Fleet fleet)
    {
        string[] arguments = [Built.Tool, "run", payload.Path, "--on", fleet.Ssh.Names, "-F", fleet.Ssh.ConfigFile, "--json"];
        await File.WriteAllTextAsync(Path.Combine(fleet.WorkFolder, "remotedeploy.yml"), "suites:\n  waits: {command: ./suite.sh, results: '*.trx'}\n  after: {command: echo, arguments: after}\n");
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, WorkingDirectory = fleet.WorkFolder, RedirectStandardOutput = true };
        start.Environment["XDG_RUNTIME_DIR"] = fleet.WorkFolder;
        using var tool = Process.Start(start)!;
        await Task.WhenAll(fleet.Hosts.Select((_, host) => StartedAsync(fleet, host)));
        var journal = () => Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines);
        await Eventually.IsTrueAsync(() => journal().Count(line => line.Contains("\"Started\"", StringComparison.OrdinalIgnoreCase)) == fleet.Hosts.Count, "each start is noted");
        tool.Kill();
        await tool.WaitForExitAsync();
    }
}
