using System.Buffers;
using System.Globalization;
using System.Text;

namespace RemoteDeploy.Reporting;

/// <summary>Makes hostile text safe for terminals and CI logs: what hosts print, what files are called.</summary>
public static class SafeText
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    /// <summary>
    /// One line without control, escape, bidi or invalid characters (each as <c>\xNN</c>, <c>\uNNNN</c> or <c>\UNNNNNNNN</c>) and without
    /// the markers that CI systems take as commands (<c>##vso[</c>, <c>##teamcity[</c>, <c>##[</c>, a leading <c>::</c>).
    /// </summary>
    /// <param name="text">Any text; line breaks become <c>\x0A</c>.</param>
    /// <param name="limit">Characters kept; what is cut is said at the end.</param>
    public static string Line(string? text, int limit = 2000)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        var safe = new StringBuilder(Math.Min(text.Length, limit) + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (i >= limit)
            {
                safe.Append(CultureInfo.InvariantCulture, $"… ({text.Length - i} more characters)");
                break;
            }

            Append(safe, text, ref i);
        }

        return BreakMarkers(safe);
    }

    /// <summary>Several lines, each made safe; at most <paramref name="limit"/> lines, the last ones.</summary>
    public static IReadOnlyList<string> Lines(string? text, int limit = 200)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        var lines = text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        var skipped = Math.Max(0, lines.Length - limit);
        var kept = lines.Skip(skipped).Select(line => Line(line));
        return skipped == 0 ? [.. kept] : [$"… ({skipped} earlier lines)", .. kept];
    }

    private static void Append(StringBuilder safe, string text, ref int i)
    {
        var character = text[i];
        if (char.IsHighSurrogate(character) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
        {
            var rune = new Rune(character, text[++i]);
            _ = Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format
                ? safe.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}")
                : safe.Append(character).Append(text[i]);
        }
        else if (char.IsControl(character))
        {
            safe.Append(CultureInfo.InvariantCulture, $"\\x{(int)character:X2}");
        }
        else if (char.IsSurrogate(character) || CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        {
            safe.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }
        else
        {
            safe.Append(character);
        }
    }

    private static string BreakMarkers(StringBuilder safe)
    {
        var line = safe.ToString();
        for (var at = line.LastIndexOf("##", StringComparison.Ordinal); at >= 0; at = at == 0 ? -1 : line.LastIndexOf("##", at, StringComparison.Ordinal))
        {
            // ##vso[, ##teamcity[, ##[ wherever they stand, in any case.
            var word = line.AsSpan(at + 2);
            var end = word.IndexOfAnyExcept(Letters);
            if (end >= 0 && word[end] == '[')
            {
                line = line.Insert(at + 2, "_");
            }
        }

        var start = line.AsSpan().TrimStart();
        return start.StartsWith("::") ? string.Concat(line.AsSpan(0, line.Length - start.Length), "_", start) : line;
    }
}
