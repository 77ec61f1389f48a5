namespace RemoteDeploy.Pool;

/// <summary>How much may fail in a run before nothing more is begun. Counts for all of its suites.</summary>
/// <param name="most">Tests that may fail; null for any number.</param>
internal sealed class FailureLimit(int? most)
{
    private int failed;

    /// <summary>True when no more is to be begun.</summary>
    public bool IsReached => Volatile.Read(ref failed) >= most;

    /// <summary>Tests have failed for good.</summary>
    public void Add(int tests) => Interlocked.Add(ref failed, tests);
}
