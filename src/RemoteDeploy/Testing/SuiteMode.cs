namespace RemoteDeploy.Testing;

/// <summary>Which hosts run what of a suite.</summary>
public enum SuiteMode
{
    /// <summary>Every host runs all of it.</summary>
    Each,

    /// <summary>Hosts share it: a free host pulls the next unit from one queue.</summary>
    Pool,

    /// <summary>One host runs all of it: the first that is free and fit.</summary>
    Any,
}
