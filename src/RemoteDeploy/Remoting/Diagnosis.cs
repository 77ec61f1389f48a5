using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>Why a host gave no answer.</summary>
/// <param name="Fault">The fault, without host and phase.</param>
/// <param name="IsTransient">True when the same attempt may succeed a moment later: sshd dropped one of too many new connections.</param>
/// <param name="ScriptMissing">True when the connection is fine: the installed script may be missing or damaged, and sending it along may help.</param>
internal sealed record Diagnosis(Fault Fault, bool IsTransient = false, bool ScriptMissing = false);
