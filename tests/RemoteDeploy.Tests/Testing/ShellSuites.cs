using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Testing;

public abstract class ShellSuites : IDisposable
{
    private const string Trx = "<TestRun><Results><UnitTestResult testName=\"A\" outcome=\"Passed\"/></Results><ResultSummary><Counters total=\"1\"/></ResultSummary></TestRun>";

    private readonly PayloadFolder payload = new PayloadFolder()
        .File("results.sh", $"#!/bin/sh\nmkdir -p out && printf '%s' '{Trx}' >\"out/${{1:-a.trx}}\"\necho written\n", "0755")
        .File("show.sh", "#!/bin/sh\npwd\nfor a do printf '<%s>' \"$a\"; done\necho\nprintf '%s|%s|%s\\n' \"$PLAIN\" \"$HOSTILE\" \"$REMOTEDEPLOY_HOST\"\necho to stderr >&2\n", "0755")
        .File("not-executable.sh", "#!/bin/sh\n", "0644")
        .File("shipped.trx", Trx);

    private protected abstract Task<Fleet> StartAsync(int count);

    public void Dispose()
    {
        payload.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Without_results_are_judged_by_their_status()
    {
        await using var fleet = await StartAsync(2);

        var green = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Command = "./show.sh" });
        var red = await fleet.TestAsync(new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "echo last words >&2; exit 7"] });

        Assert.Equal([], green.Codes());
        Assert.All(green.Hosts, host => Assert.Equal((HostOutcome.Passed, 0), (host.Outcome, host.Suites[0].ExitCode!.Value)));
        Assert.Equal(2, red.ExitCode);
        Assert.Equal(["RD3001", "RD3001"], red.Codes());
        Assert.All(red.Hosts, host => Assert.Equal((HostOutcome.Failed, 7, "last words"), (host.Outcome, host.Suites[0].ExitCode!.Value, host.Suites[0].Faults[0].Found)));
    }

    [Fact]
    public async Task With_results_bring_them_here_one_file_for_each_host()
    {
        await using var fleet = await StartAsync(2);
        await fleet.DeployAsync(payload.Path);
        var results = Path.Combine(fleet.WorkFolder, "TestResults");

        var report = await fleet.TestAsync([new TestSuite { Name = "with results", Command = "./results.sh", Results = "./out/**/*.trx" }], request => request with { Tests = new() { ResultsFolder = results } });

        Assert.Equal([], report.Codes());
        Assert.Equal(1, report.Suite(1).Passed);
        Assert.Equal("written\n", report.Suite().OutputTail);
        Assert.Equal(fleet.Hosts.Select(host => $"with_results_{host.Name.Replace(':', '_')}.trx").Order(StringComparer.Ordinal), Directory.GetFiles(results, "*.trx").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(report.Hosts, host => Assert.Contains(host.Suites[0].Files, file => file.EndsWith("out/a.trx", StringComparison.Ordinal)));
        Assert.Equal(report.Suite(0).Manifest, report.Hosts[0].Manifest);
    }

    [Theory]
    [InlineData("true", null, "exit 7")]
    [InlineData("./results.sh", "out/*.trx", "exit 7")]
    [InlineData("true", null, "sleep 1000")]
    [InlineData("false", null, "exit 7", "RD3001")]
    public async Task Whose_tear_down_fails_are_red_and_say_so(string command, string? results, string tearDown, params string[] more)
    {
        await using var fleet = await StartAsync(1);
        await fleet.DeployAsync(payload.Path);

        var report = await fleet.TestAsync(new TestSuite { Name = "smoke", Command = command, Results = results, TearDown = ["/bin/sh", "-c", tearDown], Timeout = TimeSpan.FromSeconds(4) });

        Assert.Equal([.. more, "RD3001"], report.Codes());
        Assert.Contains(report.AllFaults, fault => fault.Message.Contains("tear-down", StringComparison.Ordinal));
        Assert.Equal(2, report.ExitCode);
    }

    [Theory]
    [InlineData("ln -s real/e2e.txt out/e2e.trx", "out/*.trx")]
    [InlineData("ln -s $PWD/out/real/e2e.txt out/e2e.trx", "out/*.trx")]
    [InlineData("mv out/real/e2e.txt out/real/e2e.trx; ln -s real out/linked", "out/linked/*.trx")]
    public async Task With_results_behind_links_have_them_read(string link, string pattern)
    {
        await using var fleet = await StartAsync(1);
        await fleet.DeployAsync(payload.Path);
        var script = $"mkdir -p out/real; echo '{Trx.Replace("Passed", "Failed", StringComparison.Ordinal)}' >out/real/e2e.txt; {link}";

        var report = await fleet.TestAsync(new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", script], Results = pattern });

        Assert.Equal(["RD3002"], report.Codes());
    }

    [Fact]
    public async Task With_links_to_what_was_shipped_are_as_green_as_without()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "./results.sh; ln -s .. out/up; ln -s circle out/circle; ln -s nothing out/gone.trx"], Results = "out/**/*.trx" });

        Assert.Equal([], report.Codes());
        Assert.Equal(1, report.Suite().Passed);
    }

    [Fact]
    public async Task With_results_behind_links_to_elsewhere_are_red()
    {
        await using var fleet = await StartAsync(1);
        await fleet.DeployAsync(payload.Path);

        var report = await fleet.TestAsync(new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "./results.sh; ln -s /etc/passwd out/b.trx"], Results = "out/*.trx" });

        Assert.Equal(("RD4003", "out/b.trx", "/etc/passwd"), (Assert.Single(report.Codes()), report.AllFaults.Single().Path, report.AllFaults.Single().Found));
    }

    [Theory]
    [InlineData("#!/bin/sh\r\nexit 0\r\n")]
    [InlineData("#!/usr/bin/no-such-interpreter\n")]
    public async Task That_lack_their_interpreter_are_not_said_to_be_missing(string script)
    {
        await using var fleet = await StartAsync(1);
        payload.File("odd.sh", script, "0755");

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Command = "./odd.sh" });

        Assert.Equal(["RD3005"], report.Codes());
        Assert.Equal("'./odd.sh' is there, but the program that it needs to run is not", report.AllFaults.Single().Message);
        Assert.Contains("CRLF", report.AllFaults.Single().Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leave_no_variable_in_the_run_folder_or_on_the_host()
    {
        const string Canary = "c4n4ry-5ecret-value";
        await using var fleet = await StartAsync(1);
        await fleet.DeployAsync(payload.Path);

        var report = await fleet.TestAsync(new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "test ${#TOKEN} -eq 19"], Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["TOKEN"] = Canary } });

        Assert.Equal([], report.Codes());
        foreach (var file in new[] { report.RunFolder!, fleet.App(0) }.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)))
        {
            Assert.DoesNotContain(Canary, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Get_arguments_and_variables_exactly()
    {
        await using var fleet = await StartAsync(1);
        var arguments = PayloadFolder.HostileNames.Append("").ToList();
        var suite = new TestSuite { Name = "show", Command = "./show.sh", Arguments = arguments, Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PLAIN"] = "", ["HOSTILE"] = "a\n$(touch pwned) 'ü\"" } };

        var report = await fleet.RunAsync(payload.Path, suite);

        Assert.Equal([], report.Codes());
        var output = report.Suite().OutputTail;
        Assert.Contains(string.Concat(arguments.Select(argument => $"<{argument}>")), output, StringComparison.Ordinal);
        Assert.Contains($"\n|a\n$(touch pwned) 'ü\"|{fleet.Hosts[0].Name}\n", output, StringComparison.Ordinal);
        Assert.EndsWith("to stderr\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_where_they_run_but_not_into_the_release()
    {
        await using var fleet = await StartAsync(1);
        var script = "echo x >>show.sh; rm results.sh; mkdir new; chmod 777 .; pwd";

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "writes", Command = "/bin/sh", Arguments = ["-c", script] });
        var audit = await fleet.VerifyAsync(payload.Path);

        Assert.Equal([], report.Codes());
        Assert.Equal([], audit.Codes());
        Assert.False(Directory.Exists(report.Suite().OutputTail.TrimEnd('\n')), "the folder of the suite is left behind");
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(0, "current")));
    }

    [Fact]
    public async Task That_hang_are_stopped_with_all_their_processes_and_their_output_is_kept()
    {
        await using var fleet = await StartAsync(1);
        var script = "trap '' TERM; (trap '' TERM; echo $$; while :; do sleep 1; done) & echo parent; wait";

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "hangs", Command = "/bin/sh", Arguments = ["-c", script], Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(["RD3003"], report.Codes());
        Assert.Equal((HostOutcome.TimedOut, null), (report.Hosts[0].Outcome, report.Suite().ExitCode));
        var output = report.Suite().OutputTail.Split('\n');
        Assert.Contains("parent", output);
        await Processes.GoneAsync(int.Parse(output.First(line => line.Length > 0 && line.All(char.IsAsciiDigit))));
    }

    [Fact]
    public async Task That_leave_processes_behind_are_cleaned_up_after()
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "leaves", Command = "/bin/sh", Arguments = ["-c", "sleep 1000 & echo $!"] });

        Assert.Equal([], report.Codes());
        await Processes.GoneAsync(int.Parse(report.Suite().OutputTail));
    }

    [Theory]
    [InlineData("./nowhere.sh", "RD3005")]
    [InlineData("no-such-program-anywhere", "RD3005")]
    [InlineData("./not-executable.sh", "RD3005")]
    public async Task That_cannot_be_started_say_so(string command, string code)
    {
        await using var fleet = await StartAsync(1);

        Assert.Equal([code], (await fleet.RunAsync(payload.Path, new TestSuite { Name = "missing", Command = command, Results = "*.xml" })).Codes());
    }

    /// <summary>Once: that there are no results then is no second fault.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData("elsewhere/*.trx")]
    public async Task That_are_killed_say_so(string? results)
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "killed", Command = "/bin/sh", Arguments = ["-c", "echo before; kill -SEGV $$"], Results = results });

        Assert.Equal((2, "RD3004"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Contains("SIGSEGV", report.Hosts[0].Suites[0].Faults[0].Message, StringComparison.Ordinal);
        Assert.StartsWith("before\n", report.Suite().OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_results_they_promised_are_red()
    {
        await using var fleet = await StartAsync(1);

        var missing = await fleet.RunAsync(payload.Path, new TestSuite { Name = "none", Command = "./results.sh", Results = "elsewhere/*.trx" });
        var stale = await fleet.TestAsync(new TestSuite { Name = "stale", Command = "/bin/true", Results = "*.trx" });

        Assert.Equal((8, "RD4002"), (missing.ExitCode, Assert.Single(missing.Codes())));
        Assert.Equal("out/a.trx", missing.Suite().Faults[0].Found);
        Assert.Equal((8, "RD4004"), (stale.ExitCode, Assert.Single(stale.Codes())));
    }

    [Theory]
    [InlineData("<testsuite tests=\"1\" failures=\"1\"><testcase name=\"a\"/></testsuite>", "RD4005")]
    [InlineData("<testsuite tests=\"1\" disabled=\"1\"><testcase name=\"DISABLED_a\" status=\"notrun\" result=\"suppressed\"/></testsuite>", "RD4001")]
    public async Task Whose_results_show_no_success_are_red(string results, string code)
    {
        await using var fleet = await StartAsync(1);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "calm", Command = "/bin/sh", Arguments = ["-c", $"echo '{results}' >r.xml"], Results = "*.xml" });

        Assert.Equal((8, code), (report.ExitCode, Assert.Single(report.Codes())));
    }
}

public sealed class ShellSuitesOnLocalHosts : ShellSuites
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));
}

public sealed class ShellSuitesOnSshHosts : ShellSuites
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}
