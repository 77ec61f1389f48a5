using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>Why a host gave no answer.</summary>
/// <param name="Fault">The fault, without host and phase.</param>
/// <param name="IsTransient">True when the same attempt may succeed a moment later: sshd dropped one of too many new connections.</param>
internal sealed record Diagnosis(Fault Fault, bool IsTransient = false);
