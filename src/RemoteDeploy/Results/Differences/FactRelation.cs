namespace RemoteDeploy.Results.Differences;

/// <summary>How a condition looks at a fact.</summary>
public enum FactRelation
{
    /// <summary>The value is there.</summary>
    Has,

    /// <summary>The value is not there; the fact is known.</summary>
    Lacks,

    /// <summary>The highest value is the given one or above.</summary>
    AtLeast,

    /// <summary>The highest value is below the given one.</summary>
    Below,
}
