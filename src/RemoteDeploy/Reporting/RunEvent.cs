using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting;

/// <summary>Something that happened in a run. The faces render these; <c>events.jsonl</c> holds them.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name; null for the whole run.</param>
public abstract record RunEvent(DateTimeOffset Time, string? Host);

/// <summary>A run begins.</summary>
/// <param name="Time">When.</param>
/// <param name="RunId">Name of the run.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Hosts">Names of all requested hosts, in order.</param>
/// <param name="RunFolder">The run folder; null when nothing is written.</param>
public sealed record RunStarted(DateTimeOffset Time, string RunId, string Verb, IReadOnlyList<string> Hosts, string? RunFolder) : RunEvent(Time, null);

/// <summary>The payload is scanned and hashed.</summary>
/// <param name="Time">When.</param>
/// <param name="Files">Number of files.</param>
/// <param name="Bytes">Bytes of all files.</param>
/// <param name="Manifest">Manifest digest.</param>
public sealed record PayloadReady(DateTimeOffset Time, int Files, long Bytes, string Manifest) : RunEvent(Time, null);

/// <summary>A host enters a stage.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Phase">The stage.</param>
/// <param name="Detail">A few words, such as the suite's name; null when there is nothing to add.</param>
public sealed record PhaseStarted(DateTimeOffset Time, string? Host, Phase Phase, string? Detail = null) : RunEvent(Time, Host);

/// <summary>Bytes moved, at most ten times a second and host.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name.</param>
/// <param name="BytesDone">Bytes of file content moved so far.</param>
/// <param name="BytesTotal">Bytes of file content to move.</param>
public sealed record Transferred(DateTimeOffset Time, string Host, long BytesDone, long BytesTotal) : RunEvent(Time, Host);

/// <summary>A fault was found.</summary>
/// <param name="Time">When.</param>
/// <param name="Fault">The fault; it names its host.</param>
public sealed record Faulted(DateTimeOffset Time, Fault Fault) : RunEvent(Time, Fault.Host);

/// <summary>Something worth telling that is no failure.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name; null for the whole run.</param>
/// <param name="Text">Safe to print.</param>
public sealed record Noted(DateTimeOffset Time, string? Host, string Text) : RunEvent(Time, Host);

/// <summary>A line that a command on a host wrote, only for <c>exec</c>.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name.</param>
/// <param name="IsError">True for standard error.</param>
/// <param name="Line">The line, raw: pass it through <see cref="SafeText"/> before printing.</param>
public sealed record OutputWritten(DateTimeOffset Time, string Host, bool IsError, string Line) : RunEvent(Time, Host);

/// <summary>A suite ended on a host.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Suite">Its report.</param>
public sealed record SuiteFinished(DateTimeOffset Time, string Host, Testing.SuiteReport Suite) : RunEvent(Time, Host);

/// <summary>A unit of a suite that hosts share was run.</summary>
/// <param name="Time">When.</param>
/// <param name="Host">The host's name.</param>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Unit">How it went.</param>
/// <param name="Stamp">Host and bytes.</param>
public sealed record UnitFinished(DateTimeOffset Time, string Host, string Suite, Testing.UnitReport Unit, Results.ResultStamp Stamp) : RunEvent(Time, Host);

/// <summary>How far suites that hosts share are, at most twice a second.</summary>
/// <param name="Time">When.</param>
/// <param name="Done">Units that are done.</param>
/// <param name="Total">Units that are known.</param>
/// <param name="Failed">Units that failed for good.</param>
/// <param name="Remaining">How long the rest takes, by what is known of durations; null when nothing is.</param>
public sealed record PoolProgressed(DateTimeOffset Time, int Done, int Total, int Failed, TimeSpan? Remaining) : RunEvent(Time, null);

/// <summary>A host is done.</summary>
/// <param name="Time">When.</param>
/// <param name="Report">Its report.</param>
public sealed record HostFinished(DateTimeOffset Time, HostReport Report) : RunEvent(Time, Report.Host.Name);

/// <summary>The run is over.</summary>
/// <param name="Time">When.</param>
/// <param name="Report">Its report.</param>
public sealed record RunFinished(DateTimeOffset Time, RunReport Report) : RunEvent(Time, null);
