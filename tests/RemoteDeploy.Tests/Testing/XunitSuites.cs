using System.Xml.Linq;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Testing;

/// <summary>Real xunit.v3 programs, with both of its runners.</summary>
public sealed class XunitSuites
{
    [Theory]
    [InlineData("native", "-class", "Suite.Green")]
    [InlineData("platform", "--filter-class", "Suite.Green")]
    public async Task That_pass_are_green_and_bring_a_trx_for_each_host(string runner, params string[] filter)
    {
        await using var fleet = Fleet.Local(2);
        var results = Path.Combine(fleet.WorkFolder, "TestResults");
        await fleet.DeployAsync(Program(runner));

        var report = await fleet.TestAsync([Unit with { Arguments = filter }], request => request with { Tests = new() { ResultsFolder = results } });

        Assert.Equal([], report.Codes());
        Assert.All(report.Hosts, host => Assert.Equal((HostOutcome.Passed, 3, 0, 0), (host.Outcome, host.Suites[0].Passed, host.Suites[0].Failed, host.Suites[0].Skipped)));
        var trx = XDocument.Load(Path.Combine(results, "unit_local_h2.trx"));
        Assert.All(trx.Descendants().Where(element => element.Name.LocalName == "UnitTestResult"), result => Assert.Equal("local:h2", (string?)result.Attribute("computerName")));
        Assert.Equal(3, trx.Descendants().Count(element => element.Name.LocalName == "Value" && element.Value == report.Hosts[0].Suites[0].Manifest));
        Assert.Equal(2, Directory.GetFiles(results, "*.trx").Length);
    }

    [Theory]
    [InlineData("native", "-class", "Suite.Red")]
    [InlineData("platform", "--filter-class", "Suite.Red")]
    public async Task That_fail_name_test_file_and_line(string runner, params string[] filter)
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.RunAsync(Program(runner), Unit with { Arguments = filter });

        Assert.Equal((2, "RD3002"), (report.ExitCode, Assert.Single(report.Codes())));
        var fault = report.Suite().Faults[0];
        var source = Path.Combine(Built.Repository, "tests/SuitePrograms/Tests.cs");
        var line = Array.FindIndex(File.ReadAllLines(source), text => text.Contains("the line that the fault must name", StringComparison.Ordinal)) + 1;
        Assert.Equal((source, line), (fault.Location!.File, fault.Location.Line));
        Assert.Contains("Suite.Red.Fails", fault.Message, StringComparison.Ordinal);
        Assert.Contains("expected here", fault.Found, StringComparison.Ordinal);
        Assert.Equal((1, 1), (report.Suite().Passed, report.Suite().Failed));
    }

    [Theory]
    [InlineData("native", "-class", "Suite.Mixed")]
    [InlineData("platform", "--filter-class", "Suite.Mixed")]
    public async Task That_skip_some_are_green_when_one_passes(string runner, params string[] filter)
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.RunAsync(Program(runner), Unit with { Arguments = filter });

        Assert.Equal([], report.Codes());
        Assert.Equal((1, 0), (report.Suite().Passed, report.Suite().Failed));
        Assert.Contains(report.Suite().Tests, test => test.Outcome == TestOutcome.Skipped && test.Name.Contains("Is_skipped", StringComparison.Ordinal) && test.Message == "not on this rack");
    }

    [Theory]
    [InlineData("native", "-class", "Suite.Nothing")]
    [InlineData("native", "-method", "Suite.Mixed.Is_skipped")]
    [InlineData("platform", "--filter-class", "Suite.Nothing")]
    public async Task That_run_no_test_are_red_whatever_they_say(string runner, params string[] filter)
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.RunAsync(Program(runner), Unit with { Arguments = filter });

        Assert.Contains("RD4001", report.Codes());
        Assert.Equal((8, HostOutcome.Failed), (report.ExitCode, report.Hosts[0].Outcome));
    }

    [Fact]
    public async Task Run_on_a_real_ssh_host()
    {
        await using var fleet = await Fleet.SshAsync(1);

        var report = await fleet.RunAsync(Built.NativeSuite, Unit with { Arguments = ["-class", "Suite.Green"] });

        Assert.Equal([], report.Codes());
        Assert.Equal(3, report.Suite().Passed);
    }

    private static TestSuite Unit => new() { Name = "unit", TestAssembly = "Suite.dll" };

    private static string Program(string runner)
    {
        Prerequisite.Posix();
        return runner == "native" ? Built.NativeSuite : Built.PlatformSuite;
    }
}
