using System.Text.RegularExpressions;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.Differences;

/// <summary>Where the outputs of a failing and a passing host first differ.</summary>
public static partial class OutputDifference
{
    private const int Context = 2;
    private const int Window = 40;
    private const int MaxShown = 12;
    private const int MaxLines = 20_000;
    private const int MaxWidth = 300;

    /// <summary>
    /// The first lines that differ, safe to print: two spaces before lines of both, <c>- </c> before those of the passing host, <c>+ </c>
    /// before those of the failing one. Times, addresses in memory and identifiers do not count as differences.
    /// </summary>
    /// <returns>The lines; empty when there is no difference.</returns>
    public static IReadOnlyList<string> Of(string failing, string passing)
    {
        var (red, green) = (Lines(failing), Lines(passing));
        var same = 0;
        while (same < red.Count && same < green.Count && red[same].Key == green[same].Key)
        {
            same++;
        }

        if (same == red.Count && same == green.Count)
        {
            return [];
        }

        var (fromGreen, fromRed) = Again(green, red, same);
        List<string> shown =
        [
            .. red[Math.Max(0, same - Context)..same].Select(line => "  " + line.Text),
            .. Marked("- ", green[same..(same + fromGreen)]),
            .. Marked("+ ", red[same..(same + fromRed)]),
            .. red.Skip(same + fromRed).Take(fromRed + fromGreen > 0 && same + fromRed < red.Count && same + fromGreen < green.Count ? Context : 0).Select(line => "  " + line.Text),
        ];
        return shown;
    }

    private static List<(string Key, string Text)> Lines(string output)
    {
        var lines = new List<(string, string)>();
        foreach (var line in output.AsSpan().EnumerateLines())
        {
            if (lines.Count == MaxLines)
            {
                break;
            }

            var text = SafeText.Line(line.TrimEnd().ToString(), MaxWidth);
            lines.Add((Volatile().Replace(text, "~"), text));
        }

        while (lines.Count > 0 && lines[^1].Item2.Length == 0)
        {
            lines.RemoveAt(lines.Count - 1);
        }

        return lines;
    }

    // The nearest place from which both go on alike: how many lines to pass over in each.
    private static (int Green, int Red) Again(List<(string Key, string Text)> green, List<(string Key, string Text)> red, int same)
    {
        for (var distance = 1; distance <= 2 * Window; distance++)
        {
            for (var skipped = Math.Max(0, distance - Window); skipped <= Math.Min(distance, Window); skipped++)
            {
                var (g, r) = (same + skipped, same + distance - skipped);
                if (g < green.Count && r < red.Count && green[g].Key == red[r].Key && green[g].Text.Length > 0)
                {
                    return (skipped, distance - skipped);
                }
            }
        }

        return (green.Count - same, red.Count - same);
    }

    private static IEnumerable<string> Marked(string mark, List<(string Key, string Text)> lines)
    {
        var shown = lines.Take(MaxShown).Select(line => mark + line.Text);
        return lines.Count <= MaxShown ? shown : shown.Append($"{mark}… ({lines.Count - MaxShown} more lines)");
    }

    [GeneratedRegex(
        @"\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?)?|\b\d\d:\d\d:\d\d(?:\.\d{1,9})?|\b\d{1,12}(?:\.\d{1,9})? ?(?:ns|us|µs|ms|s|min)\b|\b0x[0-9a-fA-F]{4,16}\b|\b[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Volatile();
}
