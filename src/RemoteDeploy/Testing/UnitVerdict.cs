using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>What a job with units says of each of them.</summary>
/// <param name="Attempt">The unit that was run.</param>
/// <param name="Report">How it went; null when the job ended before its end, and nobody knows whose doing that was.</param>
internal sealed record UnitVerdict(UnitAttempt Attempt, UnitReport? Report)
{
    /// <summary>Shares the results of a job out to its units.</summary>
    /// <param name="batch">The units that were run together.</param>
    /// <param name="judged">What the job as a whole did.</param>
    /// <param name="of">Its name, and the host's.</param>
    public static IReadOnlyList<UnitVerdict> Of(IReadOnlyList<UnitAttempt> batch, SuiteReport judged, (string Job, string Host) of)
    {
        var outside = judged.Faults.Where(fault => fault.Code != FaultCatalog.TestFailed).ToList();
        var tests = Share(batch, judged.Tests);
        return [.. batch.Select(attempt => new UnitVerdict(attempt, Report(attempt)))];

        UnitReport? Report(UnitAttempt attempt)
        {
            var own = tests[attempt];
            var failed = own.Where(test => test.Outcome == TestOutcome.Failed).Select(SuiteVerdict.FailedTest).ToList();
            if (outside.Count > 0 && batch.Count > 1 && failed.Count == 0 && judged.Job?.Cause != JobCause.Stopped)
            {
                return null;
            }

            List<Fault> faults = [.. failed, .. batch.Count == 1 || judged.Job?.Cause == JobCause.Stopped ? outside : []];
            if (faults.Count == 0 && TooFew(attempt.Unit, own) is { } few)
            {
                faults.Add(few);
            }

            if (own.Count == 0 && attempt.Unit.IsProgram)
            {
                own.Add(AsTest(attempt.Unit, judged, faults));
                faults = [.. faults.Select(fault => fault with { Test = SafeText.Line(attempt.Unit.Name, 300) })];
            }

            return new UnitReport(attempt.Unit.Name, attempt.Number)
            {
                Started = judged.Started ?? default,
                Duration = attempt.Unit.IsProgram ? judged.Duration : own.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Duration),
                Job = of.Job,
                Tests = own,
                Faults = [.. faults.Select(fault => fault with { Host = of.Host, Phase = fault.Phase ?? Phase.Collect })],
                ExitCode = judged.ExitCode,
                End = judged.Job,
                OutputTail = judged.OutputTail,
            };
        }
    }

    // Results say class and method; what cannot be told apart stays with the first, so that nothing is lost.
    private static Dictionary<UnitAttempt, List<TestResult>> Share(IReadOnlyList<UnitAttempt> batch, IReadOnlyList<TestResult> tests)
    {
        var shares = batch.ToDictionary(attempt => attempt, _ => new List<TestResult>(), ReferenceEqualityComparer.Instance as IEqualityComparer<UnitAttempt>);
        var byName = batch.ToLookup(attempt => attempt.Unit.Name, StringComparer.Ordinal);
        foreach (var test in tests)
        {
            var attempt = byName[test.Class ?? ""].FirstOrDefault() ?? byName[$"{test.Class}.{test.Method}"].FirstOrDefault() ?? batch[0];
            shares[attempt].Add(test);
        }

        return shares;
    }

    // A class of ten methods has at least ten results: one for each row of data, and one for each test that was skipped.
    private static Fault? TooFew(TestUnit unit, List<TestResult> tests)
    {
        var found = tests.Select(test => test.Method ?? test.Name).Distinct(StringComparer.Ordinal).Count();
        return unit.Tests == 0 || found >= unit.Tests ? null : new Fault(FaultCatalog.ResultsContradict, $"Fewer tests of '{SafeText.Line(unit.Name, 200)}' were run than were asked for")
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"{unit.Tests} test methods, as the program listed them"),
            Found = string.Create(CultureInfo.InvariantCulture, $"{found} in its results"),
            Try = "Look at the output: the program may have ended early, or list other tests than it runs",
        };
    }

    // A command is a test of its own, so that it is counted, named and run again like one.
    private static TestResult AsTest(TestUnit unit, SuiteReport judged, List<Fault> faults) =>
        new(unit.Name, faults.Count == 0 ? TestOutcome.Passed : TestOutcome.Failed, judged.Duration)
        {
            Method = unit.Name,
            Message = faults.Count == 0 ? null : string.Join("; ", faults.Select(fault => fault.Found is null ? fault.Message : $"{fault.Message}: {fault.Found}")),
            Output = judged.OutputTail,
        };
}
