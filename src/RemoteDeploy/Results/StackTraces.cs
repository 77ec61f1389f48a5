using System.Globalization;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Results;

/// <summary>Finds source places in stack traces.</summary>
internal static class StackTraces
{
    private const string Before = " in ";
    private const string Behind = ":line ";
    private const int MaxPath = 1000;

    /// <summary>The first file and line that a .NET stack trace names; null when it names none. Linear in the text, which is a host's.</summary>
    public static SourceLocation? FirstLocation(string? trace)
    {
        foreach (var line in trace.AsSpan().EnumerateLines())
        {
            var start = line.IndexOf(Before, StringComparison.Ordinal) + Before.Length;
            var end = start < Before.Length ? -1 : line[start..].IndexOf(Behind, StringComparison.Ordinal);
            if (end is > 0 and <= MaxPath && TryNumber(line[(start + end + Behind.Length)..], out var number))
            {
                return new SourceLocation(line.Slice(start, end).ToString(), number);
            }
        }

        return null;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        var end = text.IndexOfAnyExceptInRange('0', '9');
        return int.TryParse(end < 0 ? text : text[..end], NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
