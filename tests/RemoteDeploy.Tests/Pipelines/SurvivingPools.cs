using System.Diagnostics;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Suites that real sshd hosts share, while connections, hosts and the controller go away under them.</summary>
public sealed class SurvivingPools : IDisposable
{
    private const string Bomb = "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><TestRun>&b;</TestRun>";

    // Says its name, and waits to be let go where the first argument says so.
    private const string Script = "#!/bin/sh\necho \"$1\" >>~/ran; echo \"$1\" >\"$1.log\"; echo begun; [ -z \"$2\" ] || until [ -e ~/go ]; do sleep 0.1; done; echo ended\n";

    private readonly PayloadFolder payload = PayloadFolder.Plain().File("unit.sh", Script, "0755");

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Lose_nothing_while_an_sshd_is_killed_and_started_again()
    {
        await using var fleet = await Fleet.SshAsync(2);

        var run = fleet.RunAsync(payload.Path, Shared(Units(2, waits: true), Units(4, from: 3)));
        await RanAsync(fleet, 0);
        await RanAsync(fleet, 1);
        await Eventually.IsTrueAsync(() => Directory.GetFiles(fleet.WorkFolder, "stdout.txt", SearchOption.AllDirectories).Count(file => new FileInfo(file).Length > 0) == 2, "both are followed");
        await fleet.Ssh.Hosts[0].RestartSshdAsync();
        await Eventually.IsTrueAsync(() => fleet.Events.OfType<Noted>().Any(note => note.Text.Contains("lost contact", StringComparison.Ordinal)), "lost contact");
        await LetGoAsync(fleet);
        var report = await run;

        Assert.Equal([], report.AllFaults);
        AssertEachOnce(report, 6);
        Assert.Equal(6, Ran(fleet).Count);
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Are_finished_by_an_attach_when_the_controller_was_killed()
    {
        await using var fleet = await Fleet.SshAsync(2);
        await RunAndKillAsync(fleet, payload.Path);

        await LetGoAsync(fleet);
        var attached = DateTimeOffset.UtcNow;
        var report = await fleet.Engine.AttachAsync(new AttachRequest("last"));

        Assert.Equal([], report.AllFaults);
        Assert.Equal(("run", 0), (report.Verb, report.ExitCode));
        var begun = RunFolder.JobsOf(report.RunFolder!).First(record => record.Kind == JobRecordKind.Started).Time;
        Assert.True(report.Pool!.Summary.Makespan > attached - begun, "the time counts from the first unit's begin, whoever began it");
        AssertEachOnce(report, 8);
        Assert.Equal(8, Ran(fleet).Count);
        Assert.All([0, 1], host => Assert.True(File.Exists(fleet.Outside(host, "torn"))));
        Assert.Equal(8, report.Hosts.SelectMany(host => host.Suites).SelectMany(suite => suite.Files).Count(file => file.EndsWith(".log", StringComparison.Ordinal)));
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Are_finished_when_the_controller_was_killed_before_it_heard_of_starts()
    {
        await using var fleet = await Fleet.SshAsync(2);
        await RunAndKillAsync(fleet, payload.Path);
        var file = Assert.Single(Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories));
        await File.WriteAllLinesAsync(file, File.ReadAllLines(file).Where(line => !(line.Contains("\"Started\"", StringComparison.Ordinal) && line.Contains(" yes\"", StringComparison.Ordinal))));

        await LetGoAsync(fleet);
        var report = await fleet.Engine.AttachAsync(new AttachRequest("last"));

        Assert.Equal([], report.AllFaults);
        AssertEachOnce(report, 8);
        Assert.Equal(8, Ran(fleet).Count);
        Assert.Equal(8, report.Hosts.SelectMany(host => host.Suites).SelectMany(suite => suite.Files).Count(file => file.EndsWith(".log", StringComparison.Ordinal)));
        await NothingIsLeftAsync(fleet);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_what_the_controller_was_killed_before_it_had_started(bool isFolderMade)
    {
        await using var fleet = await Fleet.SshAsync(2);
        await RunAndKillAsync(fleet, payload.Path);
        var file = Assert.Single(Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories));
        var last = File.ReadAllLines(file).Select(JobRecord.Parse).Last(record => record is { Kind: JobRecordKind.Started, Host: var host } && host == fleet.Hosts[0].Name)!;
        await File.WriteAllLinesAsync(file, File.ReadAllLines(file).Where(line => JobRecord.Parse(line) is not { Kind: JobRecordKind.Started } record || !record.IsOfSameJob(last)));
        var folder = fleet.App(0, JobId.InFolder(last.Folder)[1..]);
        var mark = (await File.ReadAllTextAsync(Path.Combine(folder, "state"))).TrimEnd().Split('|');
        await Processes.KillAsync(int.Parse(mark[0]));
        foreach (var id in Processes.WithEnvironment($"REMOTEDEPLOY_MARK={mark[3]}"))
        {
            await Processes.KillAsync(id);
        }

        if (isFolderMade)
        {
            File.Delete(Path.Combine(folder, "state"));
        }
        else
        {
            Directory.Delete(folder, recursive: true);
        }

        await LetGoAsync(fleet);
        var report = await fleet.Engine.AttachAsync(new AttachRequest("last"));

        Assert.Equal([], report.AllFaults);
        AssertEachOnce(report, 8);
        await NothingIsLeftAsync(fleet);
    }

    // Until each host has a unit that waits to be let go.
    private static async Task RunAndKillAsync(Fleet fleet, string payload)
    {
        var lines = string.Join("\n", Units(2).Concat(Units(2, from: 3, waits: true)).Concat(Units(4, from: 5)).Select(unit => string.Join(' ', unit.Arguments)));
        await File.WriteAllTextAsync(Path.Combine(fleet.WorkFolder, "units.txt"), lines + "\n");
        await File.WriteAllTextAsync(Path.Combine(fleet.WorkFolder, "remotedeploy.yml"), "suites:\n  shared: {mode: pool, unitsFile: units.txt, tearDown: [sh, -c, 'ls *.log >>~/torn'], artifacts: ['*.log']}\n");
        string[] arguments = [Built.Tool, "run", payload, "--on", fleet.Ssh.Names, "-F", fleet.Ssh.ConfigFile, "--json"];
        var start = new ProcessStartInfo("dotnet", arguments) { UseShellExecute = false, WorkingDirectory = fleet.WorkFolder, RedirectStandardOutput = true };
        start.Environment["XDG_RUNTIME_DIR"] = fleet.WorkFolder;
        using var tool = Process.Start(start)!;
        await Eventually.IsTrueAsync(() => Journal(fleet).Count(line => line.Contains("\"Started\"", StringComparison.Ordinal) && line.Contains(" yes\"", StringComparison.Ordinal)) >= 2, "both that wait are begun");
        tool.Kill();
        await tool.WaitForExitAsync();
    }

    [Fact]
    public async Task Run_elsewhere_what_a_lost_host_had_in_hand_and_call_in_a_spare()
    {
        await using var fleet = await Fleet.SshAsync(3);
        await fleet.DeployAsync(payload.Path);
        var hosts = fleet.Hosts.Select(host => host.Name).ToList();

        var run = fleet.TestAsync([Shared(Units(3, waits: true), Units(2, from: 4)) with { Spares = hosts[2] }], request => request with { LostAfter = TimeSpan.FromSeconds(2) });
        await RanAsync(fleet, 0);
        await RanAsync(fleet, 1);
        await fleet.Ssh.Hosts[0].StopAsync();
        await RanAsync(fleet, 2);
        await LetGoAsync(fleet);
        var report = await run;

        Assert.Equal((21, "RD1024", hosts[0]), (report.ExitCode, Assert.Single(report.Codes()), Assert.Single(report.AllFaults).Host));
        AssertEachOnce(report, 5);
        Assert.Equal([hosts[0]], report.Pool!.LostHosts);
        Assert.Equal([hosts[2]], report.Pool.SparesUsed);
        Assert.Equal([], report.Pool.NotRun);
        Assert.Equal([HostOutcome.Unreachable, HostOutcome.Passed, HostOutcome.Passed], report.Hosts.Select(host => host.Outcome));
    }

    [Fact]
    public async Task Bear_units_of_every_evil_kind()
    {
        await using var fleet = await Fleet.SshAsync(2);
        payload.File("evil.trx", "<TestRun><Results><UnitTestResult testName=\"A\" outcome=\"Passed\"/>").File("bomb.trx", Bomb);
        var pid = Path.Combine(fleet.Ssh.Folder, "h1", "sshd.pid");
        TestSuite[] suites =
        [
            Shared(
                [Unit("hangs", "trap '' TERM; sleep 1000") with { Timeout = TimeSpan.FromSeconds(1) }],
                [Unit("leaves a daemon", "setsid sh -c 'echo $$ >~/daemon; exec sleep 986' & until [ -s ~/daemon ]; do sleep 0.05; done; sleep 0.2")],
                [Unit("prints much", "head -c 60000000 /dev/zero | tr '\\0' x")],
                [Unit("commands", "printf '::error::owned\\n##vso[task.complete]\\n\\033]0;title\\007\\033[2J'; exit 3")],
                [Unit("kills its sshd", $"c=$(cat /proc/$(cat {pid})/task/*/children); kill -9 $c; exit 0") with { Requires = [Tag("sshd")] }]),
            Shared([Unit("truncated", "cp evil.trx r1.trx; exit 0")], [Unit("bomb", "cp bomb.trx r2.trx; exit 0")], [Unit("none", "exit 0")]) with { Name = "results", Results = "r*.trx" },
        ];
        fleet.With([fleet.Hosts[0] with { Tags = ["sshd"] }, fleet.Hosts[1]]);

        var report = await fleet.RunAsync(payload.Path, suites);

        var found = report.AllFaults.Select(fault => fault.Code.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(["RD3001", "RD3003", "RD4002", "RD4003", "RD4003"], found);
        var tests = MergedRun.Of(report).Groups.SelectMany(group => group.Tests).ToDictionary(test => test.Result.Name, test => test.Result.Outcome, StringComparer.Ordinal);
        Assert.Equal(8, tests.Count);
        Assert.Equal(["kills its sshd", "leaves a daemon", "prints much"], tests.Where(test => test.Value == TestOutcome.Passed).Select(test => test.Key).Order(StringComparer.Ordinal));
        Assert.Contains(report.Hosts.SelectMany(host => host.Notes), note => note.Contains("sleep 986", StringComparison.Ordinal));
        Assert.Contains(report.Hosts.SelectMany(host => host.Notes), note => note.Contains("printed so much", StringComparison.Ordinal));
        await NothingIsLeftAsync(fleet);
    }

    [Fact]
    public async Task Are_stopped_on_request_and_begin_nothing_more()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var run = fleet.RunAsync(payload.Path, Shared(Units(3, waits: true)));
        await RanAsync(fleet, 0);
        await Eventually.IsTrueAsync(() => Journal(fleet).Any(line => line.Contains("\"Started\"", StringComparison.Ordinal) && line.Contains("\"units\":[{", StringComparison.Ordinal)), "the start is noted");
        var stopped = await fleet.Engine.StopAsync(new StopRequest("last"));
        var report = await run;

        Assert.Equal([], stopped.AllFaults);
        Assert.Equal((2, "RD3007"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal(2, report.Pool!.NotRun.Count);
        Assert.Single(Ran(fleet));
    }

    private static UnitRequirement Tag(string text) => UnitRequirement.TryParse(text, out var requirement) ? requirement! : throw new ArgumentException(text, nameof(text));

    private static TestSuite Shared(params IReadOnlyList<TestUnit>[] units) => new() { Name = "shared", Mode = SuiteMode.Pool, Units = [.. units.SelectMany(some => some)] };

    private static TestUnit Unit(string name, string script) => new("", name) { Arguments = ["/bin/sh", "-c", script] };

    private static List<TestUnit> Units(int count, int from = 1, bool waits = false) =>
        [.. Enumerable.Range(from, count).Select(number => new TestUnit("", $"u{number}") { Arguments = waits ? ["./unit.sh", $"u{number}", "yes"] : ["./unit.sh", $"u{number}"] })];

    private static void AssertEachOnce(RunReport report, int count)
    {
        var tests = MergedRun.Of(report).Groups.SelectMany(group => group.Tests).ToList();
        Assert.Equal((count, count), (tests.Count, tests.Select(test => test.Result.Name).Distinct(StringComparer.Ordinal).Count()));
        Assert.All(tests, test => Assert.Equal(TestOutcome.Passed, test.Result.Outcome));
    }

    private static List<string> Ran(Fleet fleet) => [.. fleet.Hosts.SelectMany((_, host) => File.Exists(fleet.Outside(host, "ran")) ? File.ReadAllLines(fleet.Outside(host, "ran")) : [])];

    private static IEnumerable<string> Journal(Fleet fleet) => Directory.GetFiles(fleet.WorkFolder, "jobs.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadAllLines);

    private static Task RanAsync(Fleet fleet, int host) => Eventually.IsTrueAsync(() => File.Exists(fleet.Outside(host, "ran")), "a unit runs");

    private static async Task LetGoAsync(Fleet fleet)
    {
        for (var host = 0; host < fleet.Hosts.Count; host++)
        {
            await File.WriteAllTextAsync(fleet.Outside(host, "go"), "");
        }
    }

    private static Task NothingIsLeftAsync(Fleet fleet) => Eventually.IsTrueAsync(
        () => fleet.Hosts.Select((_, host) => host).All(host => !Directory.Exists(fleet.App(host, "jobs")) && !Path.Exists(fleet.App(host, "lock"))),
        "no job and no lock is left");
}
