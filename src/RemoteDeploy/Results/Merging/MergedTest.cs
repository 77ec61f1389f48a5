using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>A test of a run with all tries at it. The last one decides.</summary>
public sealed record MergedTest
{
    /// <summary>Makes one of its tries.</summary>
    /// <param name="attempts">The tries in order, at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public MergedTest(params IReadOnlyList<TestAttempt> attempts) =>
        Attempts = attempts.Count > 0 ? attempts : throw new ArgumentException("A test of a run was tried at least once.", nameof(attempts));

    /// <summary>The tries, in order.</summary>
    public IReadOnlyList<TestAttempt> Attempts { get; }

    /// <summary>The try that decides.</summary>
    public TestAttempt Final => Attempts[^1];

    /// <summary>How it ended in the end.</summary>
    public TestResult Result => Final.Result;

    /// <summary>True when it passed, but not at the first try, or the runner itself had to try again.</summary>
    public bool Flaky => Result.Outcome == TestOutcome.Passed && (Result.Flaky || Attempts.Any(attempt => attempt.Result.Outcome == TestOutcome.Failed));
}
