using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Testing;

public class VerdictOnASuite
{
    private const string P = "passed", F = "failed", S = "skipped", None = "";

    // With result files: nothing is green but an exit status of 0 with readable results of which one passed and none failed.
    [Theory]
    [InlineData(0, P)]
    [InlineData(0, P + "," + S)]
    [InlineData(0, None, "RD4001")]
    [InlineData(0, S, "RD4001")]
    [InlineData(0, S + "," + S, "RD4001")]
    [InlineData(0, F, "RD3002")]
    [InlineData(0, P + "," + F, "RD3002")]
    [InlineData(1, F, "RD3002")]
    [InlineData(1, F + "," + F + "," + P, "RD3002", "RD3002")]
    [InlineData(1, P, "RD4005")]
    [InlineData(1, S, "RD4005", "RD4001")]
    [InlineData(1, None, "RD4005", "RD4001")]
    [InlineData(137, P, "RD3004")]
    [InlineData(139, F, "RD3002", "RD3004")]
    [InlineData(126, P, "RD3005")]
    [InlineData(255, P, "RD4005")]
    public void With_results(int status, string tests, params string[] codes) => Assert.Equal(codes, Judge(status, tests));

    [Theory]
    [InlineData(0, "RD4002")]
    [InlineData(1, "RD3001", "RD4002")]
    [InlineData(134, "RD3004")] // crashed, or did not even start: the missing results need no second word
    [InlineData(126, "RD3005")]
    [InlineData(127, "RD3005")]
    public void Without_the_results_it_should_have(int status, params string[] codes) =>
        Assert.Equal(codes, Judge(status, None, collected => collected with { Read = [], Faults = [new Fault(FaultCatalog.ResultsMissing, "x")] }));

    [Fact]
    public void Without_results_after_a_crash_is_a_failure_of_the_suite()
    {
        Fault[] crashed = [.. Report(139, None, collected => collected with { Read = [], Faults = [new Fault(FaultCatalog.ResultsMissing, "x")] }).Faults];
        Fault[] ended = [.. Report(0, None, collected => collected with { Read = [], Faults = [new Fault(FaultCatalog.ResultsMissing, "x")] }).Faults];

        Assert.Equal((2, 8), (ExitCodes.Of(crashed), ExitCodes.Of(ended)));
    }

    /// <summary>What a crash left is judged: a file that is cut short, one without a test, one that came with the payload.</summary>
    [Theory]
    [InlineData("RD4003")]
    [InlineData("RD4004")]
    [InlineData("RD4005")]
    public void With_results_that_a_crash_left_is_judged_by_them_as_well(string code)
    {
        Assert.True(FaultCode.TryParse(code, out var parsed));
        Assert.Equal(["RD3002", "RD3004", code], Judge(139, P + "," + F, collected => collected with { Faults = [new Fault(parsed, "x")] }));
        Assert.Equal(["RD3004", "RD4001"], Judge(139, None));
    }

    [Theory]
    [InlineData("RD4003")]
    [InlineData("RD4004")]
    [InlineData("RD4005")]
    public void With_results_that_are_no_good_in_part(string code)
    {
        Assert.True(FaultCode.TryParse(code, out var parsed));
        Assert.Equal([code], Judge(0, P, collected => collected with { Faults = [new Fault(parsed, "x")] }));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1, "RD3001")]
    [InlineData(255, "RD3001")]
    [InlineData(126, "RD3005")]
    [InlineData(127, "RD3005")]
    [InlineData(129, "RD3004")]
    [InlineData(137, "RD3004")]
    [InlineData(143, "RD3004")]
    [InlineData(200, "RD3001")]
    public void Of_a_command_that_has_no_results_by_its_status(int status, params string[] codes) =>
        Assert.Equal(codes, Judge(status, None, collected => collected with { Read = [] }, results: null));

    [Theory]
    [InlineData(0, P, "RD3003")] // it ended by itself in the moment in which it was stopped
    [InlineData(143, None, "RD3003")]
    [InlineData(143, F + "," + P, "RD3003", "RD3002")]
    public void That_took_too_long(int status, string tests, params string[] codes)
    {
        var report = Report(status, tests, timedOut: true);

        Assert.Equal(codes, report.Faults.Select(fault => fault.Code.ToString()));
        Assert.Null(report.ExitCode);
    }

    [Fact]
    public void Whose_host_was_lost_is_never_green()
    {
        var lost = new SuiteJob(new JobEnd { Cause = JobCause.HostLost }, [new Fault(FaultCatalog.HostLost, "x")], TimeSpan.FromMinutes(1), default);

        var report = SuiteVerdict.Of(Start, Command("*.trx"), lost, Collect(P));

        Assert.Equal([FaultCatalog.HostLost], report.Faults.Select(fault => fault.Code));
        Assert.False(report.Succeeded);
    }

    [Theory]
    [InlineData(JobCause.Stopped, "RD3007")]
    [InlineData(JobCause.OutOfMemory, "RD3006")]
    [InlineData(JobCause.SupervisorLost, "RD1025")]
    [InlineData(JobCause.NotStarted, "RD1025")]
    [InlineData(JobCause.HostRebooted, "RD1026")]
    public void That_did_not_end_by_itself_is_never_green_whatever_its_results_say(JobCause cause, string code)
    {
        var report = SuiteVerdict.Of(Start, Command("*.trx"), new SuiteJob(new JobEnd { Cause = cause, Status = 0 }, [], TimeSpan.FromMinutes(1), default), Collect(P));

        Assert.Equal([code], report.Faults.Select(fault => fault.Code.ToString()));
        Assert.Null(report.ExitCode);
    }

    [Fact]
    public void That_never_was_proven_is_never_green() =>
        Assert.False(SuiteVerdict.Of(Start with { Manifest = null }, Command("*.trx"), Job(0), Collect(P)).Succeeded);

    [Fact]
    public void Names_each_failed_test_with_message_and_place()
    {
        var place = new SourceLocation("/src/x.cs", 3);
        var collected = Collect(P) with { Tests = [new TestResult("Suite.\u001bBad", TestOutcome.Failed, default) { Message = "::error::no\nreally", Location = place }] };

        var fault = Assert.Single(SuiteVerdict.Of(Start, Command("*.trx"), Job(1), collected).Faults);

        Assert.Equal((place, "Suite.\\x1BBad failed"), (fault.Location, fault.Message));
        Assert.Equal("_::error::no\\x0Areally", fault.Found);
    }

    private static SuiteReport Start => new() { Suite = "smoke", Release = "r", Manifest = "m" };

    private static string[] Judge(int status, string tests, Func<Collected, Collected>? with = null, string? results = "*.trx") =>
        [.. Report(status, tests, with, results).Faults.Select(fault => fault.Code.ToString())];

    private static SuiteReport Report(int status, string tests, Func<Collected, Collected>? with = null, string? results = "*.trx", bool timedOut = false)
    {
        var collected = Collect(tests);
        var report = SuiteVerdict.Of(Start, Command(results), Job(status, timedOut), with?.Invoke(collected) ?? collected);
        Assert.Equal(report.Faults.Count == 0, report.Succeeded);
        return report;
    }

    private static SuiteCommand Command(string? results) => new("./smoke.sh", ["./smoke.sh"], [], results);

    private static SuiteJob Job(int status, bool timedOut = false) => new(
        timedOut ? new JobEnd { Cause = JobCause.TimedOut, Status = status } : JobEnd.Read(["cause exited", $"status {status}"]),
        [],
        TimeSpan.FromSeconds(3),
        TimeSpan.FromSeconds(1));

    private static Collected Collect(string tests) => new()
    {
        Read = [("a.trx", "/a.trx")],
        Tests = [.. tests.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(word => new TestResult("t", word switch { P => TestOutcome.Passed, F => TestOutcome.Failed, _ => TestOutcome.Skipped }, default))],
    };
}
