using System.Globalization;
using System.Text;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>How much room text takes on a terminal, where some characters take two columns and some none.</summary>
internal static class Columns
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>Columns that the text takes.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>The text, cut to so many columns; a cut is shown by an ellipsis.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        var kept = new StringBuilder();
        var used = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            used += Width(rune);
            if (used > width - 1)
            {
                break;
            }

            kept.Append(rune);
        }

        return width < 1 ? "" : kept.Append('…').ToString();
    }

    /// <summary>The text with blanks to so many columns.</summary>
    public static string Pad(string text, int width, bool right)
    {
        var blanks = new string(' ', Math.Max(0, width - Width(text)));
        return right ? blanks + text : text + blanks;
    }

    /// <summary>The text in lines of at most so many columns, broken at blanks; a longer word has a line of its own.</summary>
    public static IEnumerable<string> Wrap(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line) + 1 + Width(word) > width)
            {
                yield return line;
                line = "";
            }

            line += (line.Length == 0 ? "" : " ") + word;
        }

        if (line.Length > 0)
        {
            yield return line;
        }
    }

    private static int Width(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => 0,
        _ => rune.Value >= 0x1100 && Wide.Any(range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}
