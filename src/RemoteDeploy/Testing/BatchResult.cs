using RemoteDeploy.Pool;
using RemoteDeploy.Results;

namespace RemoteDeploy.Testing;

/// <summary>A job with units that has ended, and whose results are here.</summary>
/// <param name="Part">The job.</param>
/// <param name="Units">Its units.</param>
/// <param name="Judged">What it did as a whole.</param>
/// <param name="Stamp">Host and bytes.</param>
internal sealed record BatchResult(SuitePart Part, IReadOnlyList<UnitAttempt> Units, SuiteReport Judged, ResultStamp Stamp);
