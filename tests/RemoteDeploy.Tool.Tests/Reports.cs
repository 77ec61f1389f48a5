using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Differences;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tool.Tests;

/// <summary>Reports and hosts to render.</summary>
internal static class Reports
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static Host Ssh(string name) => new() { Name = name, Address = name };

    public static HostReport Activated(string name) => new()
    {
        Host = Ssh(name),
        Outcome = HostOutcome.Activated,
        Phase = Phase.Done,
        Release = "1.4.0-3f9a2c",
        PreviousRelease = "1.3.9-77aa01",
        Manifest = new string('a', 64),
        Files = 332,
        Bytes = 105_000_000,
        FilesSent = 12,
        BytesSent = 4_700_000,
        BytesOnWire = 800_000,
        BytesRelayed = 1_900_000,
        FilesReused = 320,
        Verified = VerifiedHow.Recorded,
        FilesRecorded = 319,
        Timings = [new(Phase.Waiting, TimeSpan.FromSeconds(9)), new(Phase.Connect, TimeSpan.FromSeconds(0.2)), new(Phase.Copy, TimeSpan.FromSeconds(2.9))],
    };

    public static HostReport Unreachable(string name) => new()
    {
        Host = Ssh(name),
        Outcome = HostOutcome.Unreachable,
        Phase = Phase.Connect,
        Timings = [new(Phase.Connect, TimeSpan.FromSeconds(10))],
        Tries = 7,
        Faults = [new Fault(FaultCatalog.ConnectTimedOut, "No answer within 10 s") { Host = name, Phase = Phase.Connect, Expected = "an answer", Found = "nothing" }],
    };

    public static RunReport Of(string verb, params HostReport[] hosts) => new()
    {
        RunId = "20260102-030405-k7q2",
        Verb = verb,
        App = "web",
        Manifest = new string('a', 64),
        RunFolder = "/work/.remotedeploy/runs/20260102-030405-k7q2",
        Started = Start,
        Page = "/work/.remotedeploy/runs/20260102-030405-k7q2/report.html",
        Duration = TimeSpan.FromSeconds(3.2),
        Hosts = hosts,
    };

    /// <summary>A suite with a passed, a failed and a skipped test; what failed printed an escape sequence and a CI command.</summary>
    public static SuiteReport Suite(string host) => new()
    {
        Suite = "unit",
        Release = "1.4.0-3f9a2c",
        Manifest = new string('a', 64),
        ExitCode = 1,
        Duration = TimeSpan.FromSeconds(2.1),
        Tests =
        [
            new("Fleet.Tests.Greeting.Is_polite", TestOutcome.Passed, TimeSpan.FromSeconds(0.5)),
            new("Fleet.Tests.Greeting.Knows_the_name", TestOutcome.Failed, TimeSpan.FromSeconds(0.1))
            {
                Message = "Expected: 3\nActual:   \e[31m4\e[0m\n##vso[task.complete result=Succeeded;]",
                StackTrace = "   at Fleet.Tests.Greeting.Knows_the_name() in /work/tests/Greeting.cs:line 12",
                Location = new SourceLocation("/work/tests/Greeting.cs", 12),
            },
            new("Fleet.Tests.Greeting.Waves", TestOutcome.Skipped, TimeSpan.Zero) { Message = "no arm" },
        ],
        Files = ["/work/.remotedeploy/runs/20260102-030405-k7q2/results/lab01/unit.trx"],
        Faults = [new Fault(FaultCatalog.TestFailed, "1 of 3 tests failed") { Host = host, Phase = Phase.Run, Location = new SourceLocation("/work/tests/Greeting.cs", 12) }],
        OutputTail = "bye\n",
        Replay = "dotnet remotedeploy test --app web --on lab01 --suite unit",
    };

    /// <summary>
    /// A suite that two hosts shared: on the first one a unit failed that then passed on the second, which crashed once without naming a
    /// test, and failed for good with another.
    /// </summary>
    public static SuiteReport[] Shared(string one, string other)
    {
        var bad = new TestResult("A.B.Bad", TestOutcome.Failed, TimeSpan.FromSeconds(2)) { Message = "no", Location = new SourceLocation("/work/tests/B.cs", 7) };
        var fault = new Fault(FaultCatalog.TestFailed, "A.B.Bad failed") { Host = other, Phase = Phase.Collect };
        UnitReport Unit(string name, int number, double second, params TestResult[] tests) => new(name, number)
        {
            Started = Start.AddSeconds(second),
            Duration = TimeSpan.FromSeconds(tests.Sum(test => test.Duration.TotalSeconds)),
            Job = $"pooled~u{second}",
            IsFinal = true,
            ExitCode = 0,
            Tests = tests,
        };
        var once = new TestResult("A.B.Once", TestOutcome.Passed, TimeSpan.FromSeconds(1.5));
        var suite = new SuiteReport { Suite = "pooled", Mode = SuiteMode.Pool, Release = "1.4.0-3f9a2c", Manifest = new string('a', 64), ExitCode = 0, Started = Start, Duration = TimeSpan.FromSeconds(4) };
        return
        [
            suite with
            {
                Tests = [new("A.B.Good", TestOutcome.Passed, TimeSpan.FromSeconds(2.5))],
                Units =
                [
                    Unit("A.B.Once", 1, 0, once with { Outcome = TestOutcome.Failed, Message = "once" }) with { IsFinal = false, ExitCode = 1, Faults = [fault] },
                    Unit("A.B.Good", 1, 2, new TestResult("A.B.Good", TestOutcome.Passed, TimeSpan.FromSeconds(2.5))),
                    Unit("crashes", 2, 5),
                ],
                FlakyUnits = ["crashes"],
            },
            suite with
            {
                Tests = [once with { Flaky = true }, bad],
                Units = [Unit("crashes", 1, 0) with { IsFinal = false, ExitCode = 139, Faults = [fault] }, Unit("A.B.Once", 2, 2, once), Unit("A.B.Bad", 2, 4, bad) with { ExitCode = 1, Faults = [fault] }],
                Faults = [fault],
            },
        ];
    }

    /// <summary>How a pool went in which all happened that can.</summary>
    public static PoolReport Pool() => new(new PoolSummary(TimeSpan.FromSeconds(22.1), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(8), 6))
    {
        Suites = ["pooled"],
        Units = 200,
        Batches = 31,
        Reruns = 3,
        NotRun = ["pooled/A.B.Never"],
        LostHosts = ["lab03"],
        RetiredHosts = ["lab04", "lab05", "lab06"],
        SparesUsed = ["lab07"],
    };

    /// <summary>What differs between the hosts on which the failed test of <see cref="Suite"/> failed and others.</summary>
    public static TestDifference Difference() => new(
        "unit",
        "Fleet.Tests.Greeting.Knows_the_name",
        new HostDifference(DifferenceKind.One, new FactCondition("tag", FactRelation.Has, "glibc231")) { Failing = 1, Passing = 3, Others = [[new FactCondition("os", FactRelation.Lacks, "Darwin")]] })
    {
        Manifest = new string('a', 64),
        FailingHost = "lab01",
        PassingHost = "lab02",
        Output = ["  hello", "- world", "+ ##_vso[x]"],
    };

    public static HostFacts Facts() => new()
    {
        Os = "Linux",
        OsVersion = "Debian GNU/Linux 12",
        Architecture = "x86_64",
        Rid = "linux-x64",
        HostName = "lab01",
        User = "deploy",
        Home = "/home/deploy",
        LoginShell = "/bin/bash",
        ConnectLatency = TimeSpan.FromMilliseconds(220),
        CommandLatency = TimeSpan.FromMilliseconds(11),
        Ssh = new SshHandshake("OpenSSH_9.6p1", "OpenSSH_8.4p1 Debian-5") { ClientIsStrict = true, ServerIsStrict = false, OffersFragileCiphers = true },
        Md5Tool = "md5sum",
        Sha256Tool = "sha256sum",
        Tar = "gnu",
        HasGzip = true,
        Base = "/home/deploy/.remotedeploy",
        BaseWritable = true,
        FreeBytes = 12_300_000_000,
        TemporaryFolder = "/tmp",
        TemporaryWritable = true,
        TemporaryFreeBytes = 2_000_000_000,
        MemoryBytes = 8_000_000_000,
        Processors = 4,
        BootId = "b00t",
        Kernel = "6.1.0-18-amd64",
        Libc = "glibc 2.36",
        Runtimes = ["Microsoft.NETCore.App 10.0.1"],
        Tools = ["bash 5.2.15", "python3 3.11"],
    };
}
