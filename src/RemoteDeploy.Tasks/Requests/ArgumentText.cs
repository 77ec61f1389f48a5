using System.Text;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>
/// A list of arguments in one MSBuild string. With a <c>;</c> or a line break in it, each piece is one argument, spaces and quotes
/// included; otherwise spaces separate, and double quotes hold an argument together (<c>\"</c> is a quote). No shell reads it.
/// </summary>
internal static class ArgumentText
{
    internal static IReadOnlyList<string> Split(string text) => text.AsSpan().IndexOfAny(";\r\n") >= 0
        ? text.Split([';', '\r', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : SplitWords(text);

    private static List<string> SplitWords(string text)
    {
        var words = new List<string>();
        StringBuilder? word = null;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"')
            {
                (word ??= new StringBuilder()).Append(text[++i]);
            }
            else if (text[i] == '"')
            {
                word ??= new StringBuilder();
                quoted = !quoted;
            }
            else if (quoted || !char.IsWhiteSpace(text[i]))
            {
                (word ??= new StringBuilder()).Append(text[i]);
            }
            else if (word is not null)
            {
                words.Add(word.ToString());
                word = null;
            }
        }

        if (word is not null)
        {
            words.Add(word.ToString());
        }

        return words;
    }
}
