using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Testing;

/// <summary>Judges a suite. Green needs proof: an exit status of 0, readable results, at least one test, none failed.</summary>
internal static class SuiteVerdict
{
    /// <summary>The report with its faults.</summary>
    /// <param name="report">What is known of it.</param>
    /// <param name="command">What was run.</param>
    /// <param name="job">How that ended.</param>
    /// <param name="collected">What it left.</param>
    /// <param name="isPart">True for some units of a suite, all of whose tests may be skipped ones.</param>
    public static SuiteReport Of(SuiteReport report, SuiteCommand command, SuiteJob job, Collected collected, bool isPart = false)
    {
        var faults = new List<Fault>(job.Faults);
        if (CauseFault(report, job) is { } cause)
        {
            faults.Add(cause);
        }

        var failed = collected.Tests.Where(test => test.Outcome == TestOutcome.Failed).ToList();
        faults.AddRange(failed.Select(FailedTest));
        if (job.Status is { } status)
        {
            faults.AddRange(Status(report, command, status, failed.Count, collected));
        }

        if (command.Results is not null && job.Status is not null)
        {
            // A command that did not even start, or crashed, left no results either; that is said once.
            faults.AddRange(faults.Exists(ExplainsMissingResults) ? collected.Faults.Where(fault => fault.Code != FaultCatalog.ResultsMissing) : collected.Faults);
            if (collected is { ResultFiles: > 0, Tests.Count: 0 })
            {
                faults.Add(new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(report.Suite)}' ran no test") { Try = "Check filters and test discovery" });
            }
            else if (!isPart && collected.Tests.Count > 0 && collected.Tests.All(test => test.Outcome == TestOutcome.Skipped))
            {
                faults.Add(new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(report.Suite)}' skipped all of its {collected.Tests.Count} tests") { Found = SafeText.Line(collected.Tests[0].Message, 200) });
            }
        }

        return report with
        {
            ExitCode = job.Status,
            Job = job.End,
            Duration = job.Duration,
            Tests = collected.Tests,
            Files = collected.Files,
            OutputTail = collected.Output,
            Faults = faults,
        };
    }

    private static bool ExplainsMissingResults(Fault fault) => fault.Code == FaultCatalog.CannotStart || fault.Code == FaultCatalog.KilledBySignal;

    // What ended it, unless it ended by itself: then its status says more.
    private static Fault? CauseFault(SuiteReport report, SuiteJob job)
    {
        var suite = $"Suite '{SafeText.Line(report.Suite)}'";
        return job.End?.Cause switch
        {
            JobCause.TimedOut => new Fault(FaultCatalog.TimedOut, $"{suite} took longer than {job.Timeout.TotalSeconds:0.#} s and was stopped") { Try = "Find out why it hangs, or raise its Timeout" },
            JobCause.OutOfMemory => new Fault(FaultCatalog.OutOfMemory, $"{suite} was killed while the host killed processes for lack of memory")
            {
                Found = job.End.PeakBytes is { } peak ? string.Create(CultureInfo.InvariantCulture, $"at most {peak >> 20} MiB in one process") : null,
                Try = "Give the host more memory, or find out what takes it",
            },
            JobCause.Stopped => new Fault(FaultCatalog.StoppedByRequest, $"{suite} was stopped on request") { Try = "Run again when the reason is gone" },
            JobCause.NotStarted => new Fault(FaultCatalog.SupervisorLost, $"The host knows nothing of {suite}: its start broke off there, or its folder was taken away") { Try = "Look at the base on the host, then run again" },
            JobCause.SupervisorLost => new Fault(FaultCatalog.SupervisorLost, $"The supervisor of {suite} is gone; nobody knows how it ended") { Try = "Look for what kills processes on the host: the suite itself, a memory limit" },
            JobCause.HostRebooted => new Fault(FaultCatalog.HostRebooted, $"The host was started anew while {suite} ran") { Try = "Run again" },
            _ => null,
        };
    }

    private static IEnumerable<Fault> Status(SuiteReport report, SuiteCommand command, int status, int failed, Collected collected)
    {
        if (CommandStatus.Explain(status, command.Program, command.IsShipped) is not { } fault)
        {
            yield break;
        }

        var words = LastWords(collected.Output);
        if (fault.Code != FaultCatalog.CommandFailed || collected.ResultFiles == 0)
        {
            yield return fault with { Found = words };
        }
        else if (failed == 0)
        {
            yield return new Fault(FaultCatalog.ResultsContradict, $"Suite '{SafeText.Line(report.Suite)}' ended with status {status} although no failed test is in its results") { Found = words, Try = "Read its output: a crash in set-up or tear-down is the usual cause" };
        }
    }

    /// <summary>The fault of a failed test.</summary>
    public static Fault FailedTest(TestResult test) => new(FaultCatalog.TestFailed, $"{SafeText.Line(test.Name, 300)} failed")
    {
        Found = test.Message is null ? null : SafeText.Line(test.Message, 500),
        Location = test.Location,
        Test = SafeText.Line(test.Name, 300),
    };

    private static string? LastWords(string output) => SafeText.Lines(output, 3) is { Count: > 0 } lines ? string.Join(" | ", lines) : null;
}
