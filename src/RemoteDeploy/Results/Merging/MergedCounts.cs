using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>How many tests ended how.</summary>
public sealed record MergedCounts
{
    /// <summary>All of them.</summary>
    public int Total => Passed + Failed + Skipped;

    /// <summary>Those that passed in the end, flaky ones among them.</summary>
    public int Passed { get; init; }

    /// <summary>Those that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Those that were skipped.</summary>
    public int Skipped { get; init; }

    /// <summary>Those that passed only when they were tried again.</summary>
    public int Flaky { get; init; }

    /// <summary>Sum of the durations of their deciding tries.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Counts tests.</summary>
    public static MergedCounts Of(IEnumerable<MergedTest> tests)
    {
        var (passed, failed, skipped, flaky, duration) = (0, 0, 0, 0, TimeSpan.Zero);
        foreach (var test in tests)
        {
            _ = test.Result.Outcome switch
            {
                TestOutcome.Passed => passed++,
                TestOutcome.Failed => failed++,
                _ => skipped++,
            };
            flaky += test.Flaky ? 1 : 0;
            duration += test.Result.Duration;
        }

        return new MergedCounts { Passed = passed, Failed = failed, Skipped = skipped, Flaky = flaky, Duration = duration };
    }

    /// <summary>Adds two.</summary>
    public static MergedCounts operator +(MergedCounts one, MergedCounts other) => new()
    {
        Passed = one.Passed + other.Passed,
        Failed = one.Failed + other.Failed,
        Skipped = one.Skipped + other.Skipped,
        Flaky = one.Flaky + other.Flaky,
        Duration = one.Duration + other.Duration,
    };

    /// <summary>Adds two.</summary>
    public static MergedCounts Add(MergedCounts left, MergedCounts right) => left + right;
}
