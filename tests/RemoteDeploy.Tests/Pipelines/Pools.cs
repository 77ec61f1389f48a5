using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Suites that hosts share.</summary>
public sealed class Pools
{
    private static readonly TestSuite Unit = new() { Name = "unit", TestAssembly = "Suite.dll", Mode = SuiteMode.Pool };

    [Theory]
    [InlineData(UnitSize.Test)]
    [InlineData(UnitSize.Class)]
    [InlineData(UnitSize.Suite)]
    public async Task Run_every_test_of_a_program_once(UnitSize size)
    {
        await using var fleet = Fleet.Local(2);

        var report = await fleet.RunAsync(Built.NativeSuite, Unit with { Unit = size });

        Assert.Equal(["RD3002"], report.Codes());
        var merged = MergedRun.Of(report);
        Assert.Equal((3 + 1 + 1, 1, 2), (merged.Count().Passed, merged.Count().Failed, merged.Count().Skipped));
        var names = merged.Groups.SelectMany(group => group.Tests).Select(test => test.Result.Name).ToList();
        Assert.Equal(names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        Assert.Equal(size switch { UnitSize.Test => 7, UnitSize.Class => 3, _ => 1 }, report.Pool!.Units);
        Assert.Equal([], report.Pool.NotRun);
    }

    [Fact]
    public async Task Run_the_commands_of_a_list_wherever_a_host_is_free()
    {
        using var payload = PayloadFolder.Plain().File("units.sh", "#!/bin/sh\nfor i in 1 2 3 4 5 6; do echo sh -c \\'echo unit $i\\'; done\n", "0755");
        await using var fleet = Fleet.Local(3);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, UnitsFrom = ["./units.sh"] });

        Assert.Equal([], report.Codes());
        Assert.Equal(6, report.Hosts.Sum(host => host.Suites.Sum(suite => suite.Passed)));
        Assert.Equal([.. Enumerable.Range(1, 6).Select(number => $"sh -c 'echo unit {number}'")], MergedRun.Of(report).Groups.SelectMany(group => group.Tests).Select(test => test.Result.Name).Order(StringComparer.Ordinal));
        Assert.All(report.Hosts, host => Assert.Equal(HostOutcome.Passed, host.Outcome));
    }

    [Fact]
    public async Task Run_failed_units_again_on_another_host_and_call_them_flaky()
    {
        using var payload = PayloadFolder.Plain();
        var marker = Path.Combine(payload.Path, "..", Path.GetRandomFileName());
        await using var fleet = Fleet.Local(2);
        var once = new TestUnit("", "once") { Arguments = ["sh", "-c", $"test -e '{marker}' || {{ echo \"$REMOTEDEPLOY_HOST\" >'{marker}'; exit 3; }}"] };
        var suite = new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, Retries = 2, Units = [once, new TestUnit("", "good") { Arguments = ["true"] }, new TestUnit("", "bad") { Arguments = ["sh", "-c", "exit 4"] }] };

        var report = await fleet.RunAsync(payload.Path, suite);

        Assert.Equal(["RD3001"], report.Codes());
        Assert.Equal("exit status 4", Assert.Single(report.AllFaults).Message is var text && text.Contains("status 4", StringComparison.Ordinal) ? "exit status 4" : text);
        var tests = MergedRun.Of(report).Groups.SelectMany(group => group.Tests).ToDictionary(test => test.Result.Name, StringComparer.Ordinal);
        Assert.Equal((1, 2, 3), (tests["good"].Attempts.Count, tests["once"].Attempts.Count, tests["bad"].Attempts.Count));
        Assert.True(tests["once"].Flaky);
        Assert.Equal(2, tests["once"].Attempts.Select(attempt => attempt.Host).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(1, report.Hosts.Sum(host => host.Suites.Sum(one => one.Flaky)));
        Assert.Equal(3, report.Pool!.Reruns);
    }
}
