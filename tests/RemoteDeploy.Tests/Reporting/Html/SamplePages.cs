using System.Text;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Results.Differences;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Reporting.Html;

/// <summary>Pages for tests.</summary>
internal static class SamplePages
{
    public static readonly DateTimeOffset Day = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    private static readonly string Manifest = string.Concat(Enumerable.Repeat("ab", 32));

    /// <summary>Three hosts with all that can happen, with some text wherever a host or a person has the word.</summary>
    public static RunPage Full(string text = "word")
    {
        string[] names = ["a" + text, "b" + text, "c" + text];
        var hosts = names.Select(name => Host(name, text)).ToArray();
        hosts[1] = hosts[1] with { Outcome = HostOutcome.Failed, Suites = [Suite(text) with { Faults = [new Fault(FaultCatalog.TestFailed, "x") { Host = names[1] }] }] };
        hosts[2] = hosts[2] with { Outcome = HostOutcome.Unreachable, Suites = [Suite(text) with { Faults = [new Fault(FaultCatalog.ResultsUnreadable, text) { Host = names[2], Path = text, Found = text, Try = text, Location = new SourceLocation(text, 3) }] }] };
        var report = new RunReport
        {
            RunId = "20260301-100000-abcd" + text,
            Verb = "run",
            App = text,
            Manifest = Manifest,
            Started = Day,
            Duration = TimeSpan.FromSeconds(20),
            Hosts = hosts,
            Differences = [new TestDifference("u" + text, "A.B.Fails" + text, new HostDifference(DifferenceKind.One, new FactCondition("tag", FactRelation.Has, text)) { Failing = 1, Passing = 1 }) { Manifest = Manifest, FailingHost = names[1], PassingHost = names[0], Output = ["  " + text, "- " + text, "+ " + text] }],
        };
        return new RunPage(report, Tests(names, text))
        {
            Receipts = [.. names.Select(name => new Receipt { Host = name, App = text, Release = "1.4" + text, Manifest = Manifest, Files = 3, Verified = Day.AddSeconds(4), Run = report.RunId })],
            Timeline = names.ToDictionary(name => name, IReadOnlyList<PhaseSpan> (_) => [new(Phase.Connect, Day, Day.AddSeconds(1), null), new(Phase.Copy, Day.AddSeconds(1), Day.AddSeconds(3), null), new(Phase.Run, Day.AddSeconds(3), Day.AddSeconds(20), text)]),
            Comparison = new RunComparison { RunId = report.RunId, EarlierRunId = text, NewlyFailing = [new ComparedTest(text, text, [names[1]])], Durations = [new ComparedDuration(text, text, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2))], Releases = [new ComparedRelease(names[0], text, null)] },
        };
    }

    public static RunPage Of(string run, params MergedTest[] tests) => new(new RunReport { RunId = run, Verb = "test", Started = Day, Hosts = [.. tests.Select(test => test.Final.Host).Distinct().Select(name => Host(name, ""))] }, tests);

    public static MergedTest Test(string host, string name, TestOutcome outcome, double seconds = 0.5) => new(new TestAttempt("unit", host, new TestResult(name, outcome, TimeSpan.FromSeconds(seconds)) { Class = "A.B" }));

    public static string Text(RunPage page)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(page, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static HostReport Host(string name, string text) => new()
    {
        Host = new Host { Name = name, Address = name },
        Outcome = HostOutcome.Passed,
        Phase = Phase.Done,
        Release = "1.4" + text,
        Manifest = Manifest,
        BytesSent = 4_700_000,
        Verified = VerifiedHow.Recomputed,
        Facts = new HostFacts { Rid = "r" + text, OsVersion = "o" + text, Processors = 4, MemoryBytes = 8_000_000_000 },
        Suites = [Suite(text)],
    };

    private static SuiteReport Suite(string text) => new() { Suite = "u" + text, Release = "1.4" + text, Manifest = Manifest, ExitCode = 0, Duration = TimeSpan.FromSeconds(17), OutputTail = "t" + text, Replay = "dotnet remotedeploy test " + text };

    private static MergedTest[] Tests(string[] names, string text)
    {
        var failure = new TestResult("A.B.Fails" + text, TestOutcome.Failed, TimeSpan.FromSeconds(2)) { Class = "A.B", Message = "m" + text, StackTrace = "s" + text, Output = "o" + text, Location = new SourceLocation("f" + text, 7) };
        TestResult Passed(string name, double seconds) => new("A.B." + name + text, TestOutcome.Passed, TimeSpan.FromSeconds(seconds)) { Class = "A.B" };
        TestAttempt Try(int host, TestResult result, int number = 1) => new("u" + text, names[host], result) { Number = number };
        return
        [
            new(Try(0, Passed("Works", 1))),
            new(Try(1, Passed("Works", 3))),
            new(Try(0, failure with { Outcome = TestOutcome.Passed, Message = null })),
            new(Try(1, failure), Try(1, failure, 2)),
            new(Try(0, new TestResult("A.C.Waits" + text, TestOutcome.Skipped, TimeSpan.Zero) { Message = text })),
            new(Try(0, failure with { Name = "A.B.Flaky" + text }), Try(1, Passed("Flaky", 1), 2)),
        ];
    }
}
