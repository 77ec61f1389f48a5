using RemoteDeploy.Faults;

namespace RemoteDeploy.Results.Merging;

/// <summary>The tests of one suite whose deciding try was on one host.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Host">Name of the host.</param>
public sealed record MergedGroup(string Suite, string Host)
{
    /// <summary>Host and bytes as proven just before; null when that is not known.</summary>
    public ResultStamp? Stamp { get; init; }

    /// <summary>Start of the suite on the host; null when not known.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>
    /// Its tests, the same and in the same order whenever they are asked for. Writers go through them several times and keep none,
    /// so that they may be read from a file.
    /// </summary>
    public IEnumerable<MergedTest> Tests { get; init; } = [];

    /// <summary>What went wrong outside of single tests, such as results that cannot be read. Failed tests are no part of it.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>The last lines that the suite printed, raw.</summary>
    public string Output { get; init; } = "";
}
