namespace RemoteDeploy.Pool;

/// <summary>A unit that is run, or is to be.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Number">1 for the first time it is run. A host that is lost does not count.</param>
public sealed record UnitAttempt(TestUnit Unit, int Number)
{
    /// <summary>Hosts on which it has failed.</summary>
    public IReadOnlyList<string> FailedOn { get; init; } = [];

    /// <summary>True when it is to be run by itself: what it was put together with ended before its end, and nobody knows whose doing that was.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Hosts that were lost while they ran it.</summary>
    public IReadOnlyList<string> LostOn { get; init; } = [];
}
