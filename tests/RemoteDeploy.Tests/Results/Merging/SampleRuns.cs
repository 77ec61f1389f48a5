using RemoteDeploy.Faults;
using RemoteDeploy.Results;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Results.Merging;

/// <summary>Merged runs for tests.</summary>
internal static class SampleRuns
{
    private static readonly DateTimeOffset Day = new(2026, 3, 1, 10, 0, 0, TimeSpan.Zero);

    /// <summary>A run with all that can happen: passed, failed, skipped, flaky on another host, failed twice, a suite with a fault, a lost host.</summary>
    public static MergedRun Full { get; } = new("20260301-100000-abcd")
    {
        Started = Day,
        Duration = TimeSpan.FromSeconds(95.25),
        Groups =
        [
            .. AttemptMerge.Of(
                [
                    Try("h1", 1, Test("A.B.Passes(x: 1)", TestOutcome.Passed) with { Output = "said\r\nso" }),
                    Try("h1", 1, Test("A.B.Waits", TestOutcome.Skipped) with { Message = "no hardware" }),
                    Try("h1", 1, Failure("A.B.Flaky")),
                    Try("h1", 1, Failure("A.B.Fails")),
                    Try("h2", 2, Test("A.B.Flaky", TestOutcome.Passed)),
                    Try("h2", 2, Failure("A.B.Fails") with { Message = "no again" }),
                ],
                everyHost: false).Select(group => group with { Started = Day.AddSeconds(2) }),
            new MergedGroup("smoke", "h3") { Faults = [new Fault(FaultCatalog.ResultsUnreadable, "A result file cannot be read") { Host = "h3", Path = "a.trx", Found = "it is empty" }], Output = "line 1\n::error::line 2\n" },
        ],
        Faults = [new Fault(FaultCatalog.ZeroTests, "The host was lost") { Host = "h4" }],
    };

    public static TestResult Test(string name, TestOutcome outcome) => new(name, outcome, TimeSpan.FromMilliseconds(1500)) { Class = "A.B", Method = name[4..].Split('(')[0] };

    public static TestResult Failure(string name) => Test(name, TestOutcome.Failed) with
    {
        Message = "Expected: 3\nActual:   4",
        StackTrace = "   at A.B.Fails() in /src/B.cs:line 7",
        Location = new SourceLocation("/src/B.cs", 7),
    };

    public static TestAttempt Try(string host, int number, TestResult result) => new("unit", host, result) { Number = number, Unit = "A.B", Stamp = new ResultStamp(host, "1.0-abc", "sha256:abc") };

    /// <summary>A run of one test on one host.</summary>
    public static MergedRun Of(params MergedTest[] tests) => new("run") { Started = Day, Groups = [.. tests.GroupBy(test => test.Final.Host).Select(group => new MergedGroup("unit", group.Key) { Tests = [.. group] })] };

    /// <summary>What a writer writes.</summary>
    public static string Text(Action<MergedRun, Stream> write, MergedRun run)
    {
        using var stream = new MemoryStream();
        write(run, stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
