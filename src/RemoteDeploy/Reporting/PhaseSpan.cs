namespace RemoteDeploy.Reporting;

/// <summary>A time that a host was in a stage.</summary>
/// <param name="Phase">The stage.</param>
/// <param name="Start">From when.</param>
/// <param name="End">To when.</param>
/// <param name="Detail">A few words, such as the suite's name; null when there is nothing to add.</param>
public sealed record PhaseSpan(Phase Phase, DateTimeOffset Start, DateTimeOffset End, string? Detail);
