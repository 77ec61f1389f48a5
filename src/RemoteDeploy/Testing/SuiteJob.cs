using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Testing;

/// <summary>How a suite's command ended.</summary>
/// <param name="Reply">The host's answer with the exit status; null when there is none.</param>
/// <param name="Faults">What the host or the connection said went wrong.</param>
/// <param name="TimedOut">True when it was stopped because its time was up.</param>
/// <param name="Timeout">That time.</param>
/// <param name="Duration">From start to end, measured here.</param>
internal sealed record SuiteJob(Reply? Reply, IReadOnlyList<Fault> Faults, bool TimedOut, TimeSpan Timeout, TimeSpan Duration);
