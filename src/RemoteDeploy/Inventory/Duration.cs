using System.Globalization;
using System.Text;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory;

/// <summary>
/// Time spans as people write them in files, options and properties: <c>500ms</c>, <c>90s</c>, <c>5m</c>, <c>1h30m</c>, <c>2d</c>, and
/// <c>00:05:00</c>. A number without a unit is refused, because nobody can tell seconds from minutes.
/// </summary>
public static class Duration
{
    private static readonly (string Name, long Milliseconds)[] Units =
        [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

    private static readonly string[] ClockForms = [@"h\:mm\:ss", @"h\:mm\:ss\.FFF", @"d\.hh\:mm\:ss", @"d\.hh\:mm\:ss\.FFF"];

    /// <summary>The longest duration that is read: 30 days.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(30);

    /// <summary>Reads a duration from zero to <see cref="Longest"/>, to a millisecond.</summary>
    public static bool TryParse(string? text, out TimeSpan duration) => TryParse(text, out duration, out _);

    /// <summary>Reads a duration from zero to <see cref="Longest"/>, to a millisecond.</summary>
    /// <param name="text">The text; white space around it is ignored.</param>
    /// <param name="duration">The duration; zero when the text is refused.</param>
    /// <param name="problem">Why the text is refused and what to write instead, safe to print; empty when it is accepted.</param>
    public static bool TryParse(string? text, out TimeSpan duration, out string problem)
    {
        duration = default;
        problem = "";
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length > 0 && trimmed.Length <= 9 && trimmed.All(char.IsAsciiDigit))
        {
            problem = $"a number without a unit: write {trimmed}s for seconds or {trimmed}m for minutes";
            return false;
        }

        if (!TryParseClock(trimmed, out var found) && !TryParseUnits(trimmed, out found))
        {
            problem = $"'{SafeText.Line(trimmed, 40)}' is not a duration: write it like 500ms, 90s, 5m, 1h30m or 00:05:00";
            return false;
        }

        if (found > Longest)
        {
            problem = $"'{SafeText.Line(trimmed, 40)}' is longer than {Format(Longest)}";
            return false;
        }

        duration = found;
        return true;
    }

    /// <summary>Writes a duration in the shortest form that <see cref="TryParse(string?, out TimeSpan)"/> reads back, such as <c>1h30m</c>; parts of a millisecond are dropped.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative.</exception>
    public static string Format(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        var rest = duration.Ticks / TimeSpan.TicksPerMillisecond;
        if (rest == 0)
        {
            return "0s";
        }

        var text = new StringBuilder();
        foreach (var (name, milliseconds) in Units)
        {
            if (rest >= milliseconds)
            {
                text.Append(CultureInfo.InvariantCulture, $"{rest / milliseconds}{name}");
                rest %= milliseconds;
            }
        }

        return text.ToString();
    }

    private static bool TryParseClock(string text, out TimeSpan duration) =>
        TimeSpan.TryParseExact(text, ClockForms, CultureInfo.InvariantCulture, TimeSpanStyles.None, out duration);

    /// <summary>Numbers with units, each unit at most once, from the largest down.</summary>
    private static bool TryParseUnits(string text, out TimeSpan duration)
    {
        duration = default;
        long total = 0;
        var position = 0;
        var nextUnit = 0;
        while (position < text.Length)
        {
            var digits = text.AsSpan(position).IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 12)
            {
                return false;
            }

            var number = long.Parse(text.AsSpan(position, digits), NumberStyles.None, CultureInfo.InvariantCulture);
            position += digits;
            var letters = text.AsSpan(position).IndexOfAnyInRange('0', '9');
            var name = letters < 0 ? text[position..] : text.Substring(position, letters);
            var unit = Array.FindIndex(Units, nextUnit, candidate => candidate.Name == name);
            if (unit < 0)
            {
                return false;
            }

            // Each part is held down to a little over the longest duration, so that the sum cannot overflow and is still refused.
            total += Math.Min(number, ((long)Longest.TotalMilliseconds / Units[unit].Milliseconds) + 1) * Units[unit].Milliseconds;
            position += name.Length;
            nextUnit = unit + 1;
        }

        duration = TimeSpan.FromMilliseconds(total);
        return text.Length > 0;
    }
}
