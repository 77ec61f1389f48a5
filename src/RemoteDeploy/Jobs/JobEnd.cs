using System.Globalization;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Jobs;

/// <summary>How a job ended, as its supervisor noted it on the host.</summary>
public sealed record JobEnd
{
    private const int MaxLeftovers = 100;

    /// <summary>Why it is over.</summary>
    public required JobCause Cause { get; init; }

    /// <summary>Exit status, 0 to 255, of the job itself and never of ssh; 128 and the signal for one that a signal ended. Null when nobody knows.</summary>
    public int? Status { get; init; }

    /// <summary>Start, by the host's clock, in whole seconds.</summary>
    public DateTimeOffset? Began { get; init; }

    /// <summary>End, by the host's clock, in whole seconds.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The most memory, in bytes, that one process of the job has held, sampled twice a second; null when the system does not tell.</summary>
    public long? PeakBytes { get; init; }

    /// <summary>Processes that had left the job's group and were ended, <c>PID COMMAND</c>, safe to print.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>Streams, <c>out</c> or <c>err</c>, of which the host could not keep everything because its disk was full.</summary>
    public IReadOnlyList<string> LostStreams { get; init; } = [];

    /// <summary>Reads the lines of an end record. What is not understood is left out: a host may say anything.</summary>
    internal static JobEnd Read(IReadOnlyCollection<string> lines)
    {
        var status = Number(lines, "status") is >= 0 and <= 255 and var value ? (int?)value : null;
        return new JobEnd
        {
            Cause = CauseOf(Values(lines, "cause").FirstOrDefault(), status),
            Status = status,
            Began = Time(Number(lines, "began")),
            Ended = Time(Number(lines, "ended")),
            PeakBytes = Number(lines, "peak") is > 0 and < long.MaxValue / 1024 and var kib ? kib * 1024 : null,
            Leftovers = [.. Values(lines, "left").Take(MaxLeftovers).Select(line => SafeText.Line(line.Trim(), 220))],
            LostStreams = [.. Values(lines, "lost").Where(name => name is "out" or "err").Distinct(StringComparer.Ordinal)],
        };
    }

    private static JobCause CauseOf(string? word, int? status) => word switch
    {
        "exited" when status is { } code => code > 128 && Signal.NameOf(code - 128) is not null ? JobCause.Signalled : JobCause.Exited,
        "timeout" => JobCause.TimedOut,
        "stopped" => JobCause.Stopped,
        "memory" => JobCause.OutOfMemory,
        "unstarted" => JobCause.NotStarted,
        "rebooted" => JobCause.HostRebooted,
        _ => JobCause.SupervisorLost,
    };

    private static IEnumerable<string> Values(IEnumerable<string> lines, string key) => lines
        .Where(line => line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => line[(key.Length + 1)..]);

    private static long? Number(IEnumerable<string> lines, string key) =>
        long.TryParse(Values(lines, key).FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTimeOffset? Time(long? seconds) =>
        seconds is { } value && value <= DateTimeOffset.MaxValue.ToUnixTimeSeconds() ? DateTimeOffset.FromUnixTimeSeconds(value) : null;
}
