using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
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

    [Fact]
    public async Task Leave_one_result_file_for_each_host_with_the_tests_that_it_decided()
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(2);
        await fleet.DeployAsync(payload.Path);
        var results = Path.Combine(fleet.WorkFolder, "TestResults");
        var marker = Path.Combine(fleet.WorkFolder, "marker");
        var units = Enumerable.Range(1, 5).Select(number => new TestUnit("", $"u{number}") { Arguments = ["true"] }).Append(new TestUnit("", "once") { Arguments = ["sh", "-c", $"test -e '{marker}' || {{ touch '{marker}'; exit 3; }}"] });

        var report = await fleet.TestAsync([new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, Retries = 1, Units = [.. units] }], request => request with { Tests = new() { ResultsFolder = results } });

        Assert.Equal([], report.Codes());
        var read = Directory.GetFiles(results, "smoke_*.trx").SelectMany(file => ResultReader.Read(file).Value.Tests).ToList();
        Assert.Equal(["once", "u1", "u2", "u3", "u4", "u5"], read.Select(test => test.Name).Order(StringComparer.Ordinal));
        Assert.All(read, test => Assert.Equal(TestOutcome.Passed, test.Outcome));
    }

    [Fact]
    public async Task Call_in_a_spare_for_what_no_other_host_can_run()
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(2);
        Assert.True(UnitRequirement.TryParse("gpu", out var gpu));
        fleet.With([fleet.Hosts[0], fleet.Hosts[1] with { Tags = ["gpu"] }]);
        var suite = new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, Spares = "@gpu", Units = [new TestUnit("", "easy") { Arguments = ["true"] }, new TestUnit("", "picky") { Arguments = ["true"], Requires = [gpu!] }] };

        var report = await fleet.RunAsync(payload.Path, suite).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal([], report.Codes());
        Assert.Equal([fleet.Hosts[1].Name], report.Pool!.SparesUsed);
        Assert.Equal("picky", Assert.Single(report.Suite(1).Tests).Name);
    }

    [Fact]
    public async Task Do_not_wait_for_a_host_whose_worker_ended_by_surprise()
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(2);
        var units = Enumerable.Range(1, 4).Select(number => new TestUnit("", $"u{number}") { Arguments = ["sh", "-c", "sleep 0.2"] });
        var surprises = 1;
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Run } && Interlocked.Decrement(ref surprises) == 0)
            {
                throw new InvalidOperationException("a surprise");
            }
        };

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, Units = [.. units] }).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal(["RD9001"], report.Codes());
        Assert.Equal(4, report.Hosts.Sum(host => host.Suites.Sum(one => one.Passed)));
        Assert.Single(report.Pool!.LostHosts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true, "RD3008", "RD3008")]
    public async Task Are_not_needed_to_try_a_suite_again_on_each_host(bool failOnFlaky, params string[] codes)
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(2);
        await fleet.DeployAsync(payload.Path);
        var suite = new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "test -e ~/once || { touch ~/once; exit 3; }"], Retries = 1 };

        var report = await fleet.TestAsync([suite], request => request with { Tests = new() { FailOnFlaky = failOnFlaky } });

        Assert.Equal(codes, report.Codes());
        Assert.All(report.Hosts, host => Assert.Equal((2, 1, "smoke"), (host.Suites[0].Units.Count, host.Suites[0].Flaky, host.Suites[0].FlakyUnits[0])));
    }

    [Fact]
    public async Task Run_set_up_and_tear_down_on_each_host_and_tell_units_that_fit_nowhere()
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(2);
        Assert.True(UnitRequirement.TryParse("gpu", out var gpu));
        var suite = new TestSuite
        {
            Name = "smoke",
            Mode = SuiteMode.Pool,
            SetUp = ["sh", "-c", "echo ready >ready.txt"],
            TearDown = ["sh", "-c", "cp ready.txt ~/torn-down"],
            Units = [.. Enumerable.Range(1, 4).Select(number => new TestUnit("", $"u{number}") { Arguments = ["grep", "ready", "ready.txt"] }), new TestUnit("", "picky") { Arguments = ["true"], Requires = [gpu!] }],
        };

        var report = await fleet.RunAsync(payload.Path, suite);

        Assert.Equal((21, "RD1028"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Contains("gpu", Assert.Single(report.AllFaults).Expected, StringComparison.Ordinal);
        Assert.Equal(["smoke/picky"], report.Pool!.NotRun);
        Assert.Equal(4, report.Hosts.Sum(host => host.Suites.Sum(one => one.Passed)));
        Assert.All(report.Hosts.Select((host, at) => (host, at)).Where(one => one.host.Suites.Count > 0), one => Assert.Equal("ready\n", File.ReadAllText(fleet.Outside(one.at, "torn-down"))));
    }

    [Fact]
    public async Task Give_a_fresh_copy_to_whoever_follows_a_unit_that_changed_what_was_shipped()
    {
        using var payload = PayloadFolder.Plain().File("data.txt", "as shipped\n");
        await using var fleet = Fleet.Local(1);
        var units = Enumerable.Range(1, 3).Select(number => new TestUnit("", $"u{number}") { Arguments = ["sh", "-c", "grep -q 'as shipped' data.txt && echo changed >>data.txt && sed -i s/shipped/bent/ data.txt"] });

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Mode = SuiteMode.Pool, Units = [.. units] });

        Assert.Equal([], report.Codes());
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains("fresh copy", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blame_a_link_that_leads_out_of_the_folder_on_the_unit_that_made_it()
    {
        using var payload = PayloadFolder.Plain();
        await using var fleet = Fleet.Local(1);
        const string Write = "echo '<testsuite tests=\"1\"><testcase name=\"a\"/></testsuite>' >r.xml";
        var suite = new TestSuite
        {
            Name = "smoke",
            Mode = SuiteMode.Pool,
            Results = "*.xml",
            Units = [new TestUnit("", "links") { Arguments = ["sh", "-c", Write + "; ln -s /etc/passwd stray.xml"] }, new TestUnit("", "next") { Arguments = ["sh", "-c", Write] }, new TestUnit("", "last") { Arguments = ["sh", "-c", Write] }],
        };

        var report = await fleet.RunAsync(payload.Path, suite);

        Assert.Equal("RD4003", Assert.Single(report.Codes()));
        Assert.Equal(2, report.Hosts[0].Suites[0].Units.Count(unit => unit.Passed));
    }
}
