using System.Text.Json.Serialization;

namespace RemoteDeploy.Reporting.Stored;

/// <summary>What is taken from <c>summary.json</c>. Single tests are passed over: <c>results.jsonl</c> has more of each.</summary>
internal sealed record StoredSummary(string? Schema, string? Verb, string? RunId, string? App, string? Manifest, DateTimeOffset Started, double DurationSeconds, bool Cancelled, StoredFault[]? Faults, StoredHost[]? Hosts, StoredPool? Pool, StoredDifference[]? Differences);

/// <summary>A host of it.</summary>
internal sealed record StoredHost(string? Host, string? Outcome, string? Phase, string? Release, string? PreviousRelease, string? Manifest, int Files, long Bytes, int FilesSent, long BytesSent, long BytesOnWire, long BytesRelayed, int FilesReused, string? Verified, int FilesRecorded, StoredFault[]? Faults, string[]? Notes, int Tries, string[]? LeftBehind, StoredSuite[]? Suites, StoredFacts? Facts);

/// <summary>A suite of a host.</summary>
internal sealed record StoredSuite(string? Suite, string? Mode, string? Release, string? Manifest, int? ExitCode, DateTimeOffset? Started, double Seconds, string[]? FlakyUnits, StoredUnit[]? Units, StoredFault[]? Faults, string? OutputTail, string? Replay);

/// <summary>A try at a unit of it.</summary>
internal sealed record StoredUnit(string? Unit, int Number, DateTimeOffset Started, double Seconds, string? Job, bool Final, int? ExitCode, string[]? Codes);

/// <summary>How suites that hosts share went.</summary>
internal sealed record StoredPool(string[]? Suites, int Units, int Batches, int Reruns, string[]? NotRun, string[]? LostHosts, string[]? RetiredHosts, string[]? SparesUsed, int Hosts, double MakespanSeconds, double WorkSeconds, double LongestSeconds);

/// <summary>A fault.</summary>
internal sealed record StoredFault(string? Code, string? Message, string? Host, string? Phase, string? Test, string? Path, string? Expected, string? Found, string? Try, string? File, int? Line, int? Column);

/// <summary>What pages show of a probe, and what tells hosts apart.</summary>
internal sealed record StoredFacts(string? Os, string? OsVersion, string? Kernel, string? Libc, string? Architecture, string? Rid, int? Processors, long? MemoryBytes, string[]? Runtimes, string[]? Tools);

/// <summary>What differs between hosts.</summary>
internal sealed record StoredDifference(string? Suite, string? Test, string? Manifest, int Failing, int Passing, string? Kind, StoredCondition[]? Conditions, StoredCondition[][]? Others, string? FailingHost, string? PassingHost, string[]? Output);

/// <summary>A condition of it.</summary>
internal sealed record StoredCondition(string? Fact, string? Relation, string? Value);

/// <summary>Reads these without reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredSummary))]
internal sealed partial class StoredSummaryContext : JsonSerializerContext;
