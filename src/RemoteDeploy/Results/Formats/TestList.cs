using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The tests of a file as they are read; there is an end to them.</summary>
internal sealed class TestList
{
    /// <summary>More tests than any suite has: what is beyond is a bomb.</summary>
    public const int MaxTests = 500_000;

    private readonly List<TestResult> tests = [];

    /// <summary>What was added.</summary>
    public IReadOnlyList<TestResult> Tests => tests;

    /// <summary>Adds one.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public void Add(TestResult test)
    {
        if (tests.Count == MaxTests)
        {
            throw new InvalidDataException($"it has more than {MaxTests} tests");
        }

        tests.Add(test);
    }

    /// <summary>Changes each.</summary>
    public void Replace(Func<TestResult, int, TestResult> change)
    {
        for (var i = 0; i < tests.Count; i++)
        {
            tests[i] = change(tests[i], i);
        }
    }
}
