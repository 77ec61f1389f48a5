using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Artifacts of suites on real sshd hosts.</summary>
public sealed class ArtifactsOfSuites : IDisposable
{
    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Come_although_the_suite_fails_or_hangs()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var fails = Suite("mkdir -p logs; echo why >logs/a.log; head -c 2000 /dev/zero >logs/b.log; exit 3") with { ArtifactsCap = 1000 };
        var hangs = Suite("mkdir -p logs; echo here >logs/a.log; sleep 1000") with { Name = "hangs", Timeout = TimeSpan.FromSeconds(1) };

        var report = await fleet.RunAsync(payload.Path, fails, hangs);

        Assert.Equal(["RD3001", "RD3003"], report.Codes());
        Assert.Equal(["why\n", "here\n"], await Task.WhenAll([ReadAsync(report, 0, "logs/a.log"), ReadAsync(report, 1, "logs/a.log")]));
        Assert.Contains("suite 'leaves': 1 artifact not brought here, beyond the cap of 1 kB: logs/b.log (2 kB)", report.Hosts[0].Notes);
        Assert.DoesNotContain(report.Suite().Files, file => file.EndsWith("b.log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Come_whole_when_sshd_is_killed_between_two_of_them()
    {
        await using var fleet = await Fleet.SshAsync(1);
        var cuts = 0;
        fleet.OnEvent = happened =>
        {
            // Of the second file, nearly all is still on the host: it is more than any buffer on the way holds.
            if (happened is Transferred { BytesDone: 6, BytesTotal: 60000006 } && Interlocked.Increment(ref cuts) == 1)
            {
                fleet.Ssh.Hosts[0].RestartSshdAsync().GetAwaiter().GetResult();
            }
        };

        var report = await fleet.RunAsync(payload.Path, Suite("mkdir -p logs; echo first >logs/1.log; head -c 60000000 /dev/urandom >logs/2.log; cksum <logs/2.log"));

        Assert.Equal([], report.AllFaults);
        Assert.Contains(report.Hosts[0].Notes, note => note.StartsWith("lost contact", StringComparison.Ordinal));
        Assert.Equal("first\n", await ReadAsync(report, 0, "logs/1.log"));
        var big = report.Suite().Files.Single(file => file.EndsWith("logs/2.log", StringComparison.Ordinal));
        Assert.Equal(report.Suite().OutputTail, await RemoteDeploy.TestSupport.Programs.MustRunAsync("/bin/sh", "-c", $"cksum <'{big}'"));
        Assert.DoesNotContain(report.Suite().Files, file => file.EndsWith(".part", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_run_whose_host_dies_for_good_are_those_that_came()
    {
        await using var fleet = await Fleet.SshAsync(1);
        await fleet.DeployAsync(payload.Path);
        var cuts = 0;
        fleet.OnEvent = happened =>
        {
            if (happened is Transferred { BytesDone: 6, BytesTotal: 60000006 } && Interlocked.Increment(ref cuts) == 1)
            {
                fleet.Ssh.Hosts[0].StopAsync().GetAwaiter().GetResult();
            }
        };

        var report = await fleet.TestAsync([Suite("mkdir -p logs; echo first >logs/1.log; head -c 60000000 /dev/zero >logs/2.log")], request => request with { LostAfter = TimeSpan.FromSeconds(1) });

        Assert.Equal((21, "RD1024"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal("first\n", await ReadAsync(report, 0, "logs/1.log"));
    }

    [Fact]
    public async Task Are_no_way_for_results_of_an_earlier_run_to_count()
    {
        const string Old = "<TestRun><Times finish='2020-01-01T00:00:00Z'/><Results><UnitTestResult testName='A' outcome='Passed' endTime='2020-01-01T00:00:00Z'/></Results><ResultSummary><Counters total='1'/></ResultSummary></TestRun>";
        const string New = "sed \"s/2020-01-01T00:00:00Z/$(date -u +%Y-%m-%dT%H:%M:%SZ)/g\" ~/old.trx >r.trx";
        await using var fleet = await Fleet.SshAsync(1);
        await File.WriteAllTextAsync(fleet.Outside(0, "old.trx"), Old);

        var report = await fleet.RunAsync(payload.Path, Suite("cp ~/old.trx r.trx") with { Results = "*.trx" }, Suite(New) with { Name = "new", Results = "*.trx" });

        Assert.Equal((8, "RD4004", "r.trx"), (report.ExitCode, Assert.Single(report.Codes()), report.AllFaults.Single().Path));
        Assert.Equal((0, 1), (report.Suite().Tests.Count, report.Suite(0, 1).Passed));
    }

    private static TestSuite Suite(string script) => new() { Name = "leaves", Command = "/bin/sh", Arguments = ["-c", script], Artifacts = ["logs/**", "*.dmp"] };

    private static Task<string> ReadAsync(RunReport report, int suite, string name) =>
        File.ReadAllTextAsync(report.Suite(0, suite).Files.Single(file => file.EndsWith("/artifacts/" + name, StringComparison.Ordinal)));
}
