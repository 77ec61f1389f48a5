using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Testing;

/// <summary>How a suite's job ended.</summary>
/// <param name="End">What its supervisor noted, or why nobody knows; null when it was not started.</param>
/// <param name="Faults">What the host or the connection said went wrong.</param>
/// <param name="Timeout">The time that it had.</param>
/// <param name="Duration">From start to end, measured here.</param>
internal sealed record SuiteJob(JobEnd? End, IReadOnlyList<Fault> Faults, TimeSpan Timeout, TimeSpan Duration)
{
    /// <summary>Exit status of a job that ended by itself, well or not; null for all others.</summary>
    public int? Status => End is { Cause: JobCause.Exited or JobCause.Signalled } ? End.Status : null;
}
