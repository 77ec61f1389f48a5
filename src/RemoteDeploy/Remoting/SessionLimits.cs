namespace RemoteDeploy.Remoting;

/// <summary>How long a session waits for things.</summary>
/// <param name="Connect">From the first try to the first byte of an answer; a stalled login shell counts.</param>
/// <param name="Stall">Longest silence while something should move.</param>
/// <param name="Time">Clock.</param>
internal sealed record SessionLimits(TimeSpan Connect, TimeSpan Stall, TimeProvider Time);
