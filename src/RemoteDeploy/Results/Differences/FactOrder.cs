using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace RemoteDeploy.Results.Differences;

/// <summary>Order of facts that are numbers or versions: dotted numbers, with whatever stands behind them as a tie-break.</summary>
internal static class FactOrder
{
    private const int MaxParts = 6;
    private static readonly SearchValues<char> Dotted = SearchValues.Create("0123456789.");

    /// <summary>The highest of values that are all numbers or versions; null when one is not, or there is none.</summary>
    public static string? Highest(IReadOnlySet<string> values)
    {
        string? highest = null;
        foreach (var value in values)
        {
            if (!IsOrdered(value))
            {
                return null;
            }

            highest = highest is null || Compare(value, highest) > 0 ? value : highest;
        }

        return highest;
    }

    /// <summary>True for a number or a version, such as <c>8</c>, <c>2.31</c>, <c>6.1.0-18-amd64</c>.</summary>
    public static bool IsOrdered(string value) => TryParse(value, out _, out _);

    /// <summary>Compares two that are ordered.</summary>
    public static int Compare(string one, string other)
    {
        if (!TryParse(one, out var numbers, out var rest) || !TryParse(other, out var others, out var otherRest))
        {
            return string.CompareOrdinal(one, other);
        }

        for (var i = 0; i < Math.Max(numbers.Length, others.Length); i++)
        {
            var order = numbers.ElementAtOrDefault(i).CompareTo(others.ElementAtOrDefault(i));
            if (order != 0)
            {
                return order;
            }
        }

        // 10.0.0 comes after 10.0.0-rc.1.
        return (rest.StartsWith('-'), otherRest.StartsWith('-')) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => CompareText(rest, otherRest),
        };
    }

    // Runs of digits by their number: -9 comes before -30.
    private static int CompareText(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        while (!one.IsEmpty && !other.IsEmpty)
        {
            var (digits, others) = (Digits(one), Digits(other));
            var order = digits > 0 && others > 0
                ? Number(one[..digits]).CompareTo(Number(other[..others]))
                : one[0].CompareTo(other[0]);
            if (order != 0)
            {
                return order;
            }

            var numbers = digits > 0 && others > 0;
            one = one[(numbers ? digits : 1)..];
            other = other[(numbers ? others : 1)..];
        }

        return one.Length.CompareTo(other.Length);
    }

    private static int Digits(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return end < 0 ? text.Length : end;
    }

    private static double Number(ReadOnlySpan<char> digits) => double.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool TryParse(string value, [NotNullWhen(true)] out long[]? numbers, out string rest)
    {
        (numbers, rest) = (null, "");
        var end = value.AsSpan().IndexOfAnyExcept(Dotted);
        var head = end < 0 ? value : value[..end];
        if (head.Length is 0 or > 60 || (end >= 0 && value[end] is not ('-' or '+' or ' ' or '_')))
        {
            return false;
        }

        var parts = head.Split('.');
        var parsed = new long[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts.Length > MaxParts || !long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out parsed[i]))
            {
                return false;
            }
        }

        (numbers, rest) = (parsed, value[head.Length..]);
        return true;
    }
}
