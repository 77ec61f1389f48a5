namespace RemoteDeploy.Reporting;

/// <summary>What a command on a host did.</summary>
/// <param name="ExitCode">Exit status, 0 to 255; null when the command did not end by itself.</param>
/// <param name="Output">Standard output, at most 1 MiB of it, raw: pass it through <see cref="SafeText"/> before printing.</param>
/// <param name="Error">Standard error, at most 1 MiB of it, raw.</param>
/// <param name="Duration">From start to end, measured here.</param>
public sealed record CommandReport(int? ExitCode, string Output, string Error, TimeSpan Duration);
