using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Testing;

/// <summary>What a suite did on one host.</summary>
public sealed record SuiteReport
{
    /// <summary>Name of the suite.</summary>
    public required string Suite { get; init; }

    /// <summary>Which hosts ran what of it.</summary>
    public SuiteMode Mode { get; init; }

    /// <summary>
    /// Tries on this host where hosts share the suite, or where it was run again; empty where the host ran all of it once. <see cref="Tests"/>
    /// has each test once, on the host whose try decided.
    /// </summary>
    public IReadOnlyList<UnitReport> Units { get; init; } = [];

    /// <summary>Release whose bytes were proven right before the suite started.</summary>
    public string? Release { get; init; }

    /// <summary>Manifest digest of those bytes; null when the proof failed and the suite did not start.</summary>
    public string? Manifest { get; init; }

    /// <summary>Exit status; null when it did not end by itself or did not start.</summary>
    public int? ExitCode { get; init; }

    /// <summary>How its job ended, with what the host noted of it; null when it was not started or the host cannot tell.</summary>
    public JobEnd? Job { get; init; }

    /// <summary>Its start, by this machine's clock; null when it did not start.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>From start to end on the host.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Results of single tests; empty for a command without result files.</summary>
    public IReadOnlyList<TestResult> Tests { get; init; } = [];

    /// <summary>Files brought back, absolute paths on this machine.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Expected failures.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Last lines of what the suite printed, raw.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>Command line that runs it again on this host, on what is active there, quoted for a POSIX shell; null when not known.</summary>
    public string? Replay { get; init; }

    /// <summary>Tests that passed.</summary>
    public int Passed => Tests.Count(test => test.Outcome == TestOutcome.Passed);

    /// <summary>Tests that failed.</summary>
    public int Failed => Tests.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>Tests that were skipped.</summary>
    public int Skipped => Tests.Count(test => test.Outcome == TestOutcome.Skipped);

    /// <summary>Units, or the suite itself, that failed without naming a test and went well when they were run again.</summary>
    public IReadOnlyList<string> FlakyUnits { get; init; } = [];

    /// <summary>Tests, and units without tests, that passed only when they were run again.</summary>
    public int Flaky => FlakyUnits.Count + Tests.Count(test => test is { Flaky: true, Outcome: TestOutcome.Passed });

    /// <summary>True when it ran and nothing at all is wrong.</summary>
    public bool Succeeded => Faults.Count == 0 && Manifest is not null;
}
