using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>Tests that passed only when they were run again, as warnings at their file and line.</summary>
internal static class FlakyTests
{
    private const int MostWarnings = 20;

    /// <summary>One for each; none for those that are errors already, because flaky tests were asked to fail the build.</summary>
    /// <param name="report">The run.</param>
    /// <param name="places">Where suites are declared, for tests whose place nobody knows.</param>
    internal static IReadOnlyList<Fault> Of(RunReport report, IReadOnlyDictionary<string, SourceLocation?> places)
    {
        if (report.AllFaults.Any(fault => fault.Code == FaultCatalog.TestFlaky))
        {
            return [];
        }

        var flaky = FlakyTest.Of(report);
        List<Fault> warnings = [.. flaky.Take(MostWarnings).Select(test => Of(test) with { Location = test.Location ?? places.GetValueOrDefault(test.Suite) })];
        if (flaky.Count > MostWarnings)
        {
            warnings.Add(new Fault(FaultCatalog.TestFlaky, $"{Amount.Of(flaky.Count - MostWarnings, "more test")} passed only when run again") { Try = "Read all of them in report.html of the run folder" });
        }

        return warnings;
    }

    private static Fault Of(FlakyTest test) => new(FaultCatalog.TestFlaky, $"{SafeText.Line(test.Name, 300)} passed only when it was run again: {SafeText.Line(test.Words(), 300)}")
    {
        Found = test.Message is null ? null : SafeText.Line(test.Message, 500),
        Try = "Find out what it depends on; all tries are in results.jsonl of the run folder",
    };
}
