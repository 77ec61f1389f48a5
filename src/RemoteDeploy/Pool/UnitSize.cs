namespace RemoteDeploy.Pool;

/// <summary>What is dispatched to a host as one piece.</summary>
public enum UnitSize
{
    /// <summary>The whole suite.</summary>
    Suite,

    /// <summary>A test class.</summary>
    Class,

    /// <summary>A test method, with all rows of a theory.</summary>
    Test,
}
