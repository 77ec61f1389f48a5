namespace RemoteDeploy.Reporting;

/// <summary>How long a host was in a stage.</summary>
/// <param name="Phase">The stage.</param>
/// <param name="Duration">The time in it.</param>
public sealed record PhaseTiming(Phase Phase, TimeSpan Duration);
