using RemoteDeploy.Faults;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Tests.Rendering;

public sealed class Summaries
{
    [Fact]
    public void Of_a_deploy() => Verify(Reports.Of("deploy", Reports.Activated("lab01"), Reports.Activated("lab02") with { Outcome = HostOutcome.Unchanged, FilesSent = 0, BytesSent = 0 }), "deploy");

    [Fact]
    public void Of_a_deploy_that_one_host_stops()
    {
        var staged = Reports.Activated("lab01") with { Outcome = HostOutcome.Staged };
        Verify(Reports.Of("deploy", staged, staged with { Host = Reports.Ssh("lab02") }, Reports.Unreachable("lab03")), "deploy stopped");
    }

    [Fact]
    public void Of_tests_that_fail()
    {
        var one = Reports.Activated("lab01") with { Outcome = HostOutcome.Failed, Suites = [Reports.Suite("lab01")] };
        var two = Reports.Activated("lab02") with { Outcome = HostOutcome.Failed, Suites = [Reports.Suite("lab02")] };
        var three = Reports.Activated("lab03") with
        {
            Outcome = HostOutcome.Failed,
            Suites =
            [
                new()
                {
                    Suite = "smoke",
                    Manifest = "m",
                    ExitCode = 3,
                    Duration = TimeSpan.FromSeconds(75),
                    OutputTail = "checking\n::error::\e[31mno answer\n",
                    Faults = [new Fault(FaultCatalog.CommandFailed, "The suite smoke ended with exit status 3") { Host = "lab03" }],
                },
            ],
        };
        Verify(Reports.Of("test", one, two, three) with { Differences = [Reports.Difference()] }, "tests failed");
    }

    [Fact]
    public void Of_suites_that_hosts_share()
    {
        var suites = Reports.Shared("lab01", "lab02");
        var one = Reports.Activated("lab01") with { Outcome = HostOutcome.Passed, Suites = [suites[0]], Notes = ["A.B.Once failed and is run again"] };
        var two = Reports.Activated("lab02") with { Outcome = HostOutcome.Failed, Suites = [suites[1]] };
        Verify(Reports.Of("test", one, two) with { Pool = Reports.Pool() }, "pool");
    }

    [Fact]
    public void Of_a_pool_that_was_green_count_what_was_flaky()
    {
        var suite = Reports.Shared("lab01", "lab02")[0];

        Assert.EndsWith("\npassed on 1 host in 3.2 s: 1 test, 1 flaky", "\n" + Text(Reports.Of("test", Reports.Activated("lab01") with { Suites = [suite] })), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_run() => Verify(Reports.Of("run", Reports.Activated("lab01") with { Suites = [Reports.Suite("lab01") with { Faults = [], Tests = Reports.Suite("lab01").Tests.Where(test => test.Message is null).ToList() }] }), "run");

    [Fact]
    public void Of_a_doctor() => Verify(Doctor(), "doctor");

    private static RunReport Doctor()
    {
        var well = Reports.Activated("lab01") with { Outcome = HostOutcome.Ok, Facts = Reports.Facts() };
        var sick = Reports.Activated("web") with
        {
            Outcome = HostOutcome.Failed,
            Facts = Reports.Facts() with { ShellNoise = 42, MissingTools = ["tar"], Tar = "", BaseWritable = false, ClockSkew = TimeSpan.FromSeconds(-90), Runtimes = [], FreeBytes = -1, ConnectLatency = TimeSpan.FromSeconds(60) },
            Faults = [new Fault(FaultCatalog.ToolMissing, "tar is missing") { Host = "web", Try = "Install it: apt install tar" }],
        };
        return Reports.Of("doctor", well, sick, Reports.Unreachable("lab03"));
    }

    [Fact]
    public void Of_a_doctor_without_a_terminal_have_a_line_for_each_host()
    {
        var lines = Summary.Body(Doctor(), "/work", width: null, Ink.None).ToList();

        Assert.Equal(3, lines.Count);
        Assert.Matches("^web    BAD  RD1010 tar is missing; .*no .NET runtime$", lines[1]);
        Assert.Equal("lab03  BAD  unreachable: RD1003 No answer within 10 s", lines[2]);
    }

    [Theory]
    [InlineData(-0.5, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(-3, true)]
    public void Of_a_doctor_tell_clocks_that_are_off(double seconds, bool told)
    {
        var host = Reports.Activated("lab01") with { Outcome = HostOutcome.Ok, Facts = Reports.Facts() with { ClockSkew = TimeSpan.FromSeconds(seconds) } };

        Assert.Equal(told, Text(Reports.Of("doctor", host)).Contains("clock", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_other_verbs()
    {
        var done = Reports.Activated("lab01");
        var text = new[]
        {
            Reports.Of("plan", done with { Outcome = HostOutcome.Ok }),
            Reports.Of("verify", done with { Outcome = HostOutcome.Verified, FilesSent = 0, BytesSent = 0 }),
            Reports.Of("rollback", done with { Outcome = HostOutcome.RolledBack }),
            Reports.Of("put", done with { Outcome = HostOutcome.Ok, Release = null, Files = 1, Bytes = 12, FilesSent = 1, BytesSent = 12, Notes = ["1 file was there already"] }),
            Reports.Of("get", done with { Outcome = HostOutcome.Ok, Release = null, Files = 2, Bytes = 1 }),
            Reports.Of("exec", done with { Outcome = HostOutcome.Ok, Command = new CommandReport(0, "", "", TimeSpan.Zero) }),
            Reports.Of("deploy", done with { Outcome = HostOutcome.Unchanged, FilesSent = 0, BytesSent = 0 }),
            Reports.Of("deploy", done with { Outcome = HostOutcome.Cancelled }) with { Cancelled = true },
        }.Select(Text);
        ApprovedText.Verify(string.Join("\n\n", text), "verbs");
    }

    private static void Verify(RunReport report, string name) => ApprovedText.Verify(Text(report), name);

    private static string Text(RunReport report) => string.Join('\n', [
        .. Summary.Body(report, "/work", 80, Ink.None),
        .. FaultLines.Of(report.AllFaults, "/work", Ink.None).Select(line => "stderr: " + line),
        .. Summary.End(report, "/work", Ink.None)]);
}
