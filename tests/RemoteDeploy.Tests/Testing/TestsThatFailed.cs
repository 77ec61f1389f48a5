using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tests.Testing;

/// <summary>A run folder with a summary and results as a run leaves them, and what is picked of it to be run again.</summary>
public sealed class TestsThatFailed : IDisposable
{
    private static readonly Fault Failure = new(FaultCatalog.TestFailed, "failed");
    private static readonly TestSuite Unit = new() { Name = "unit", TestAssembly = "X.dll" };
    private static readonly TestSuite Boards = new() { Name = "boards", Command = "./x", Mode = SuiteMode.Pool };
    private static readonly IReadOnlyList<Host> Hosts = [Named("h1"), Named("h2"), Named("h3")];
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("rd-failed-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Are_picked_by_method_and_host()
    {
        var run = Run(
            [Test("unit", "h1", "Adds(1)", "Adds"), Test("unit", "h1", "Adds(2)", "Adds"), Test("unit", "h2", "Holds", "Holds")],
            On("h1", "unit", Failure, Failure), On("h2", "unit", Failure), On("h3", "unit"));

        var only = FailedTests.Of(run, [Unit], Hosts).Value;

        Assert.Equal(["N.C.Adds", "N.C.Holds"], only["unit"].Names);
        Assert.Equal(["h1", "h2"], only["unit"].Hosts);
    }

    [Fact]
    public void Are_not_those_that_passed_in_the_end_or_whose_suite_is_not_there()
    {
        var flaky = new MergedTest(Try("unit", "h1", "Flaky", "Flaky", TestOutcome.Failed), Try("unit", "h2", "Flaky", "Flaky", TestOutcome.Passed) with { Number = 2 });
        var run = Run([flaky, Test("unit", "h1", "Adds", "Adds"), Test("gone", "h1", "Old", "Old")], On("h1", "unit", Failure), On("h1", "gone", Failure));

        var only = FailedTests.Of(run, [Unit, Boards], Hosts).Value;

        Assert.Equal("unit", Assert.Single(only).Key);
        Assert.Equal(["N.C.Adds"], only["unit"].Names);
    }

    [Theory]
    [InlineData("RD3003")]
    [InlineData("RD4002")]
    public void Are_the_whole_suite_where_it_failed_without_naming_them(string code)
    {
        var fault = new Fault(FaultCode.TryParse(code, out var parsed) ? parsed : default, "gone wrong");
        var run = Run([Test("unit", "h1", "Adds", "Adds")], On("h1", "unit", Failure), On("h2", "unit", fault));

        var only = FailedTests.Of(run, [Unit], Hosts).Value["unit"];

        Assert.Empty(only.Names);
        Assert.Equal(["h1", "h2"], only.Hosts);
    }

    [Fact]
    public void Of_a_suite_of_commands_are_its_units_on_whatever_host()
    {
        var run = Run(
            [new(Try("boards", "h1", "case", "Case", TestOutcome.Failed) with { Unit = "./check.sh --fast" })],
            On("h1", "boards", new Fault(FaultCatalog.CommandFailed, "exit status 3")), On("h2", "boards", new Fault(FaultCatalog.TestFlaky, "passed in the end")));

        var only = FailedTests.Of(run, [Boards], Hosts).Value["boards"];

        Assert.Equal(["./check.sh --fast"], only.Names);
        Assert.Empty(only.Hosts);
    }

    [Fact]
    public void Of_a_command_that_has_no_units_are_all_of_it()
    {
        var run = Run([Test("boards", "h1", "case", "Case")], On("h1", "boards", Failure));

        Assert.Empty(FailedTests.Of(run, [Boards with { Mode = SuiteMode.Each }], Hosts).Value["boards"].Names);
    }

    [Fact]
    public void Of_a_suite_of_commands_are_all_of_it_where_something_else_failed()
    {
        var run = Run(
            [new(Try("boards", "h1", "case", "Case", TestOutcome.Failed) with { Unit = "./check.sh --fast" })],
            On("h1", "boards", new Fault(FaultCatalog.CommandFailed, "x")), On("h2", "boards", new Fault(FaultCatalog.CommandFailed, "set-up")));

        Assert.Empty(FailedTests.Of(run, [Boards], Hosts).Value["boards"].Names);
    }

    [Fact]
    public void Are_picked_without_hosts_where_others_were_asked_for()
    {
        var run = Run([Test("unit", "h1", "Adds", "Adds")], On("h1", "unit", Failure));

        Assert.Empty(FailedTests.Of(run, [Unit], hosts: null).Value["unit"].Hosts);
        Assert.Empty(FailedTests.Of(run, [Unit with { Mode = SuiteMode.Pool }], Hosts).Value["unit"].Hosts);
    }

    [Fact]
    public void That_cannot_be_run_again_are_a_fault()
    {
        var failed = Run([Test("unit", "h9", "Adds", "Adds")], On("h9", "unit", Failure));
        Assert.Contains("it failed on h9", OnlyFault(FailedTests.Of(failed, [Unit], Hosts)).Found, StringComparison.Ordinal);
        Assert.Contains("failures in unit", OnlyFault(FailedTests.Of(failed, [Boards], Hosts)).Found, StringComparison.Ordinal);
        Assert.Contains("No test failed", OnlyFault(FailedTests.Of(Run([], On("h1", "unit")), [Unit], Hosts)).Message, StringComparison.Ordinal);
        var unreachable = new HostReport { Host = Named("h2"), Outcome = HostOutcome.Unreachable, Faults = [new Fault(FaultCatalog.BadUsage, "x")] };
        Assert.Contains("--on h2", OnlyFault(FailedTests.Of(Run([], unreachable), [Unit], Hosts)).Try, StringComparison.Ordinal);
    }

    private static Fault OnlyFault<T>(Attempt<T> attempt)
        where T : notnull
    {
        var fault = Assert.Single(attempt.Faults);
        Assert.Equal(64, ExitCodes.Of([fault]));
        return fault;
    }

    private static Host Named(string name) => new() { Name = name, Address = name };

    private static MergedTest Test(string suite, string host, string name, string method) => new(Try(suite, host, name, method, TestOutcome.Failed));

    private static TestAttempt Try(string suite, string host, string name, string method, TestOutcome outcome) =>
        new(suite, host, new RemoteDeploy.Testing.TestResult("N.C." + name, outcome, TimeSpan.FromSeconds(1)) { Class = "N.C", Method = method });

    private static HostReport On(string host, string suite, params Fault[] faults) => new()
    {
        Host = Named(host),
        Outcome = faults.Length == 0 ? HostOutcome.Passed : HostOutcome.Failed,
        Suites = [new SuiteReport { Suite = suite, Manifest = "m", Faults = faults }],
    };

    private StoredRun Run(IReadOnlyList<MergedTest> tests, params HostReport[] hosts)
    {
        var path = folder.CreateSubdirectory(Guid.NewGuid().ToString("n")).FullName;
        using (var results = File.Create(Path.Combine(path, "results.jsonl")))
        {
            ResultLines.Write(new MergedRun("r1") { Groups = [.. tests.GroupBy(test => (test.Final.Suite, test.Final.Host)).Select(group => new MergedGroup(group.Key.Suite, group.Key.Host) { Tests = group })] }, results);
        }

        using (var summary = File.Create(Path.Combine(path, "summary.json")))
        {
            ReportJson.Write(new RunReport { RunId = "r1", Verb = "test", Started = DateTimeOffset.UnixEpoch, Hosts = hosts }, summary);
        }

        return StoredRun.Find(folder.FullName, path).Value;
    }
}
