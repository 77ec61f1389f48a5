using System.Globalization;

namespace RemoteDeploy.Results.Formats;

/// <summary>A test point of TAP: <c>not ok 3 - name # TODO reason</c>.</summary>
/// <param name="Ok">True for <c>ok</c>.</param>
/// <param name="Number">Its number; null when it has none.</param>
/// <param name="Description">Its description; empty when it has none.</param>
/// <param name="Directive">Upper case: <c>SKIP</c>, <c>TODO</c>; empty when it has none.</param>
/// <param name="Reason">What stands behind the directive or the <c>#</c>.</param>
internal readonly record struct TapPoint(bool Ok, int? Number, string Description, string Directive, string Reason)
{
    /// <summary>Reads a line without its indentation.</summary>
    /// <returns>False when it is no test point.</returns>
    public static bool TryParse(ReadOnlySpan<char> line, out TapPoint point)
    {
        point = default;
        var failed = line.StartsWith("not ok", StringComparison.Ordinal);
        if (!failed && !line.StartsWith("ok", StringComparison.Ordinal))
        {
            return false;
        }

        var rest = line[(failed ? 6 : 2)..];
        if (!rest.IsEmpty && !char.IsWhiteSpace(rest[0]))
        {
            return false;
        }

        rest = rest.Trim();
        var number = TakeNumber(ref rest);
        rest = rest.StartsWith("-") ? rest[1..].TrimStart() : rest;
        var (description, comment) = Split(rest);
        var directive = Directed(comment);
        point = new TapPoint(!failed, number, Unescape(description), directive, comment.AsSpan(directive.Length).TrimStart(":- ").ToString());
        return true;
    }

    private static int? TakeNumber(ref ReadOnlySpan<char> rest)
    {
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? rest.Length : digits;
        if (digits == 0 || (digits < rest.Length && !char.IsWhiteSpace(rest[digits])) || !int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        rest = rest[digits..].TrimStart();
        return number;
    }

    // The first # that is not escaped and stands alone begins the comment.
    private static (string Description, string Comment) Split(ReadOnlySpan<char> text)
    {
        var escaped = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '#' && !escaped && (i == 0 || char.IsWhiteSpace(text[i - 1])))
            {
                return (text[..i].TrimEnd().ToString(), text[(i + 1)..].Trim().ToString());
            }

            escaped = text[i] == '\\' && !escaped;
        }

        return (text.ToString(), "");
    }

    private static string Directed(string comment) =>
        comment.StartsWith("SKIP", StringComparison.OrdinalIgnoreCase) ? comment.StartsWith("SKIPPED", StringComparison.OrdinalIgnoreCase) ? "SKIPPED" : "SKIP"
        : comment.StartsWith("TODO", StringComparison.OrdinalIgnoreCase) ? "TODO"
        : "";

    private static string Unescape(string text) => text.Replace("\\#", "#", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
}
