using System.Globalization;

namespace RemoteDeploy.Results.Formats;

/// <summary>Times in result files.</summary>
internal static class ClockTime
{
    // The zone furthest behind UTC: a wall-clock time without a zone is at most this much before the instant it can mean.
    private static readonly TimeSpan FurthestZone = TimeSpan.FromHours(12);

    /// <summary>The latest instant that a time can mean; null for text that is no time.</summary>
    public static DateTimeOffset? Latest(string? text)
    {
        if (text is not { Length: > 0 and < 64 } || !DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time))
        {
            return null;
        }

        if (time.Kind == DateTimeKind.Unspecified)
        {
            return time > DateTime.MaxValue - FurthestZone ? null : new DateTimeOffset(time, TimeSpan.Zero) + FurthestZone;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant.ToUniversalTime() : null;
    }

    /// <summary>The instant of a number of milliseconds since 1970; null for 0, which stands for unknown, and for what is no time.</summary>
    public static DateTimeOffset? OfMilliseconds(long milliseconds) =>
        milliseconds is > 0 and <= 253402300799999 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;

    /// <summary>The later one.</summary>
    public static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other ?? one : one;
}
