namespace RemoteDeploy.Results.Differences;

/// <summary>How failing and passing hosts can be told apart.</summary>
public enum DifferenceKind
{
    /// <summary>No host failed, or none passed: there is nothing to compare.</summary>
    NothingToCompare,

    /// <summary>Just the hosts that meet one condition failed.</summary>
    One,

    /// <summary>Just the hosts that meet two conditions failed.</summary>
    Both,

    /// <summary>Just the hosts that meet either of two conditions failed.</summary>
    Either,

    /// <summary>Neither one fact nor two tell them apart.</summary>
    None,
}
