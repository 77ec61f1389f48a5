namespace RemoteDeploy.Pool;

/// <summary>How an attempt at a unit ended.</summary>
public enum UnitOutcome
{
    /// <summary>All of it passed.</summary>
    Passed,

    /// <summary>Something failed, results were missing or it took too long.</summary>
    Failed,
}
