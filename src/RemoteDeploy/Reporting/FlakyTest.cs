using RemoteDeploy.Faults;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting;

/// <summary>A test, or a unit without tests, that passed only when it was tried again.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Name">Full name of the test; the unit, or the suite itself where that failed without naming a test.</param>
/// <param name="Tries">Host and outcome of each try, in order; one alone when the test's runner had tried again by itself.</param>
public sealed record FlakyTest(string Suite, string Name, IReadOnlyList<(string Host, TestOutcome Outcome)> Tries)
{
    private const int MostTries = 5;

    /// <summary>What the first failure said; null when nothing is known.</summary>
    public string? Message { get; init; }

    /// <summary>Source file and line of the first failure; null when not known.</summary>
    public SourceLocation? Location { get; init; }

    /// <summary>All of a report that is fresh: one that was read back has no single tests.</summary>
    public static IReadOnlyList<FlakyTest> Of(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. MergedRun.Of(report).Groups.SelectMany(group => group.Tests).Where(test => test.Flaky).Select(Of), .. UnitsOf(report)];
    }

    /// <summary>The last tries in words: <c>failed on lab01, then passed on lab02</c>; hosts are raw.</summary>
    public string Words() => Tries.Count == 1
        ? $"passed on {Tries[0].Host} after its runner had tried again"
        : string.Join(", then ", Tries.TakeLast(MostTries).Select(one => $"{one.Outcome.ToString().ToLowerInvariant()} on {one.Host}"));

    /// <summary>A test with its tries.</summary>
    internal static FlakyTest Of(MergedTest test)
    {
        var failure = test.Attempts.FirstOrDefault(attempt => attempt.Result.Outcome == TestOutcome.Failed)?.Result ?? test.Result;
        return new FlakyTest(test.Final.Suite, test.Result.Name, [.. test.Attempts.Select(attempt => (attempt.Host, attempt.Result.Outcome))]) { Message = failure.Message, Location = failure.Location };
    }

    /// <summary>Units, and suites, that failed without naming a test.</summary>
    internal static IReadOnlyList<FlakyTest> UnitsOf(RunReport report) =>
    [
        .. from host in report.Hosts
           from suite in host.Suites
           from unit in suite.FlakyUnits
           select new FlakyTest(suite.Suite, unit, TriesOf(report, host, suite, unit)),
    ];

    // A unit of a pool was tried on several hosts; a suite that each host runs, on its own one.
    private static List<(string, TestOutcome)> TriesOf(RunReport report, HostReport own, SuiteReport suite, string unit) =>
    [
        .. from host in suite.Mode == SuiteMode.Each ? [own] : report.Hosts
           from one in host.Suites
           where one.Suite == suite.Suite
           from tried in one.Units
           where (tried.Unit ?? one.Suite) == unit
           orderby tried.Number
           select (host.Host.Name, tried.Passed ? TestOutcome.Passed : TestOutcome.Failed),
    ];
}
