using RemoteDeploy.Faults;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>Result files of a suite, or of units of it, that are here.</summary>
internal sealed record BroughtResults
{
    /// <summary>Names on the host and paths here.</summary>
    public IReadOnlyList<(string Name, string Path)> Files { get; init; } = [];

    /// <summary>Names on the host that are no results and must not be taken for another unit's: links that lead out of the folder.</summary>
    public IReadOnlyList<string> Strays { get; init; } = [];

    /// <summary>What was in the suite's folder when it ended; null when nobody looked.</summary>
    public AuditListing? Listing { get; init; }

    /// <summary>When the suite was started and how the host's clock runs; null where that is not known, and times say nothing.</summary>
    public HostClock? Clock { get; init; }

    /// <summary>What did not come, or is none of the suite's.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
}
