using System.Globalization;
using System.Text;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.BuildServers;

/// <summary>Text of hosts in Markdown: shown as it is, never obeyed.</summary>
internal static class MarkdownText
{
    // What begins or ends a piece of Markdown, HTML, a link, a mention or an emoji. As numbers they are shown and do nothing.
    private const string Obeyed = "&<>\"'\\`*_[]()#|~$!@:{}^=";

    /// <summary>One line, for running text and cells of tables.</summary>
    public static string Inline(string? text, int limit = 300)
    {
        var safe = new StringBuilder();
        foreach (var character in SafeText.Line(text, limit))
        {
            // A dot behind www would make a link.
            _ = Obeyed.Contains(character, StringComparison.Ordinal) || (character == '.' && safe.Length > 0 && safe[^1] is 'w' or 'W')
                ? safe.Append(CultureInfo.InvariantCulture, $"&#{(int)character};")
                : safe.Append(character);
        }

        return safe.ToString();
    }

    /// <summary>A block of lines as they are, between fences that are longer than any in them.</summary>
    public static string Block(IReadOnlyList<string> lines)
    {
        var longest = 0;
        foreach (var line in lines)
        {
            var run = 0;
            foreach (var character in line)
            {
                run = character == '`' ? run + 1 : 0;
                longest = Math.Max(longest, run);
            }
        }

        var fence = new string('`', Math.Max(3, longest + 1));
        return $"{fence}text\n{string.Join('\n', lines)}\n{fence}\n";
    }
}
