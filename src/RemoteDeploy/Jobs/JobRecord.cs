using System.Text.Json;

namespace RemoteDeploy.Jobs;

/// <summary>A line of <c>jobs.jsonl</c> in a run folder: enough to find a job again when the process that started it is gone.</summary>
internal sealed record JobRecord
{
    // A file may have been written by anybody: what cannot be a time is no record.
    private const double Longest = 1e9;
    private const double LongestSkew = 4e11;

    /// <summary>When, by this machine's clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>What it tells.</summary>
    public required JobRecordKind Kind { get; init; }

    /// <summary>Name of the host.</summary>
    public required string Host { get; init; }

    /// <summary>Name of the suite; empty for <see cref="JobRecordKind.Ready"/>.</summary>
    public string Suite { get; init; } = "";

    /// <summary>What of the suite it runs: name of the job and of its folder here; null for all of it.</summary>
    public string? Part { get; init; }

    /// <summary>The units in it; none for the whole suite.</summary>
    public IReadOnlyList<JobUnit> Units { get; init; } = [];

    /// <summary>For <see cref="JobRecordKind.Collected"/>: names, on the host and below the folder here, of the result files.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>For <see cref="JobRecordKind.Collected"/>: how long it took, in seconds, by this machine's clock.</summary>
    public double Seconds { get; init; }

    /// <summary>Which attempt, from 1.</summary>
    public int Attempt { get; init; }

    /// <summary>Folder of the job on the host.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Folder that it runs in, which results are relative to.</summary>
    public string WorkFolder { get; init; } = "";

    /// <summary>The release whose bytes were proven right before.</summary>
    public string Release { get; init; } = "";

    /// <summary>Digest of its manifest; the manifest itself is in <c>manifests/</c> of the run folder.</summary>
    public string Manifest { get; init; } = "";

    /// <summary>For the end: why.</summary>
    public JobCause? Cause { get; init; }

    /// <summary>For the end: exit status.</summary>
    public int? Status { get; init; }

    /// <summary>For the end: start of the job, by the host's clock; null when not known.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>For the end: clock of the host minus clock of this machine, in seconds.</summary>
    public double Skew { get; init; }

    /// <summary>True when both are about one job.</summary>
    public bool IsOfSameJob(JobRecord other) => Host == other.Host && Folder.Length > 0 && JobId.IsSame(Folder, other.Folder);

    // What an init-only member is when it is missing is nothing, whatever its default is here.
    private static bool IsWhole(JobRecord record) =>
        record is { Suite: not null, Units: not null, Files: not null, Folder: not null, WorkFolder: not null, Release: not null, Manifest: not null }
        && record.Units.All(unit => unit is { Name: not null }) && !record.Files.Contains(null!);

    /// <summary>As JSON on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, JobJson.Default.JobRecord);

    /// <summary>Reads it; null for a line that is not whole: the last one of a process that was killed.</summary>
    public static JobRecord? Parse(string line)
    {
        // No host takes it, and none has said it.
        if (line.Contains('\0', StringComparison.Ordinal) || line.Contains("\\u0000", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(line, JobJson.Default.JobRecord) is { Host: not null } record && IsWhole(record) && record.Seconds is >= 0 and < Longest && record.Skew is > -LongestSkew and < LongestSkew ? record : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException)
        {
            return null;
        }
    }
}

/// <summary>A unit in a job.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Which try, from 1.</param>
internal sealed record JobUnit(string Name, int Number);

/// <summary>What a <see cref="JobRecord"/> tells.</summary>
internal enum JobRecordKind
{
    /// <summary>The host has the release active that its suites will run on.</summary>
    Ready,

    /// <summary>A job was started.</summary>
    Started,

    /// <summary>A job has ended.</summary>
    Ended,

    /// <summary>All results of a job with units are here.</summary>
    Collected,

    /// <summary>The host is given up: what it had in hand is another's.</summary>
    Lost,

    /// <summary>The host is about to be asked for a job. Noted before, so that no job is ever unknown here.</summary>
    Starting,

    /// <summary>The host has said that it did not start it.</summary>
    NotStarted,

    /// <summary>Not everything that a job left on the host could be brought here.</summary>
    Unfetched,
}
