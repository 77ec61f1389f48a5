using System.Globalization;
using System.Text.RegularExpressions;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Results;

/// <summary>Finds source places in stack traces.</summary>
internal static partial class StackTraces
{
    private const int MaxText = 100_000;

    /// <summary>The first file and line that a .NET stack trace names; null when it names none.</summary>
    public static SourceLocation? FirstLocation(string? trace)
    {
        if (string.IsNullOrEmpty(trace))
        {
            return null;
        }

        var match = Frame().Match(trace.Length > MaxText ? trace[..MaxText] : trace);
        return match.Success && int.TryParse(match.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            ? new SourceLocation(match.Groups["file"].Value, line)
            : null;
    }

    [GeneratedRegex(@" in (?<file>[^\r\n]{1,1000}?):line (?<line>[0-9]{1,7})", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Frame();
}
