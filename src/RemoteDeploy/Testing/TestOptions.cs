using RemoteDeploy.Pool;

namespace RemoteDeploy.Testing;

/// <summary>How the suites of a run are run, all of them.</summary>
public sealed record TestOptions
{
    /// <summary>Folder of this machine for result files, absolute; null for the run folder only.</summary>
    public string? ResultsFolder { get; init; }

    /// <summary>Runs only tests that it lets through; null for all.</summary>
    public TestFilter? Filter { get; init; }

    /// <summary>Runs only these tests or units, by name of the suite; null for all. Suites that are not in it are not run.</summary>
    public IReadOnlyDictionary<string, TestSelection>? Only { get; init; }

    /// <summary>Which tests of a suite are to be run; null for all.</summary>
    internal TestChoice? SelectionOf(TestSuite suite)
    {
        IReadOnlyList<string> names = Only is not null && Only.TryGetValue(suite.Name, out var only) ? only.Names : [];
        return Filter is null && names.Count == 0 ? null : new TestChoice(Filter, names.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Tests that may fail for good, over all hosts, before nothing more is begun; null for any number, 1 to stop at the first.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>True when a test that passed only when it was run again fails the run.</summary>
    public bool FailOnFlaky { get; init; }

    /// <summary>File with durations of earlier runs, absolute; null for <c>.remotedeploy/history.json</c> of the work folder.</summary>
    public string? HistoryFile { get; init; }
}
