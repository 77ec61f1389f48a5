using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>One try at one test on one host.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Host">Name of the host.</param>
/// <param name="Result">How it ended.</param>
public sealed record TestAttempt(string Suite, string Host, TestResult Result)
{
    /// <summary>The unit that was dispatched to the host; null when that was the whole suite.</summary>
    public string? Unit { get; init; }

    /// <summary>Which try of the unit this is, from 1.</summary>
    public int Number { get; init; } = 1;

    /// <summary>Host and bytes as proven just before; null when that is not known.</summary>
    public ResultStamp? Stamp { get; init; }
}
