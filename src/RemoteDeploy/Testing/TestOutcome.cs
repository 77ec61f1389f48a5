namespace RemoteDeploy.Testing;

/// <summary>How one test ended.</summary>
public enum TestOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed, crashed or was not finished.</summary>
    Failed,

    /// <summary>It was skipped, with its own reason.</summary>
    Skipped,
}
