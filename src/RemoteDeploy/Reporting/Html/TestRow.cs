using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>One test over all hosts.</summary>
internal sealed class TestRow(string suite, TestResult first, int hosts)
{
    private const int MostSamples = 3;

    private readonly TestMark[] marks = new TestMark[hosts];
    private readonly List<FailureSample> failures = [];

    public string Suite { get; } = suite;

    public string Class { get; } = first.Class ?? "";

    public string Name { get; } = first.Name;

    public string DisplayName { get; } = first.DisplayName;

    /// <summary>How it fared on each host, in the order of the report.</summary>
    public IReadOnlyList<TestMark> Marks => marks;

    /// <summary>Failures with different messages, the first few.</summary>
    public IReadOnlyList<FailureSample> Failures => failures;

    /// <summary>A test that was tried again with success; null when there is none.</summary>
    public MergedTest? Flaky { get; private set; }

    public TimeSpan Longest { get; private set; } = TimeSpan.FromTicks(-1);

    public int LongestOn { get; private set; }

    public TimeSpan Total { get; private set; }

    public int Runs { get; private set; }

    /// <summary>True when it passed wherever it ran, or was skipped everywhere.</summary>
    public bool IsPlain => Array.TrueForAll(marks, mark => mark is TestMark.None or TestMark.Passed) || Array.TrueForAll(marks, mark => mark is TestMark.None or TestMark.Skipped);

    /// <summary>On how many hosts.</summary>
    public int On(TestMark mark) => marks.Count(one => one == mark);

    /// <summary>Adds a result.</summary>
    /// <param name="test">The test.</param>
    /// <param name="host">Place of its host.</param>
    /// <param name="mark">How it fared.</param>
    /// <param name="keeps">True to keep the text of failures.</param>
    public void Add(MergedTest test, int host, TestMark mark, bool keeps)
    {
        marks[host] = (TestMark)Math.Max((byte)marks[host], (byte)mark);
        Runs++;
        Total += test.Result.Duration;
        if (test.Result.Duration > Longest)
        {
            (Longest, LongestOn) = (test.Result.Duration, host);
        }

        Flaky ??= mark == TestMark.Flaky ? test : null;
        if (mark != TestMark.Failed)
        {
            return;
        }

        if (failures.Find(sample => sample.Test.Result.Message == test.Result.Message) is { } known)
        {
            known.Hosts.Add(host);
        }
        else if (keeps && failures.Count < MostSamples)
        {
            failures.Add(new FailureSample(test, [host]));
        }
    }

    /// <summary>A failure, and where it was the same.</summary>
    internal sealed record FailureSample(MergedTest Test, List<int> Hosts);
}
