using RemoteDeploy.Testing;

namespace RemoteDeploy.Results;

/// <summary>What a result file says.</summary>
/// <param name="Tests">Its tests.</param>
/// <param name="Announced">How many tests it says it has; null when its format does not say.</param>
internal sealed record ResultFile(IReadOnlyList<TestResult> Tests, int? Announced)
{
    /// <summary>How many failures its summary says there are, at the least: some writers count errors among failures, others beside them. 0 when it says none.</summary>
    public long AnnouncedFailures { get; init; }

    /// <summary>How many failures its tests tell of, at the most: one test may tell of several.</summary>
    public long Failures { get; init; } = Tests.Count(test => test.Outcome == TestOutcome.Failed);

    /// <summary>Why it is not the whole truth, in its own words or by its own plan: aborted, bailed out, without a plan; null when nothing says so.</summary>
    public string? Incomplete { get; init; }

    /// <summary>
    /// The latest time in it, by the host's clock; where it names a time without a zone, the latest instant that can mean. Null
    /// when it names none.
    /// </summary>
    public DateTimeOffset? Latest { get; init; }
}
