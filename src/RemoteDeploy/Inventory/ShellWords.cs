using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RemoteDeploy.Inventory;

/// <summary>
/// Splits arguments written as one text, as a POSIX shell would: white space separates, single quotes keep everything, double quotes
/// keep all but a backslash before <c>" \ $ `</c>, a backslash keeps the next character. Nothing is ever expanded: <c>$HOME</c> and
/// <c>*</c> stay as they are.
/// </summary>
public static class ShellWords
{
    /// <summary>Splits a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="words">The words; null when the text is refused.</param>
    /// <param name="problem">Why it is refused; null when it is accepted.</param>
    /// <returns>False when a quote is not closed, the text ends in a backslash, or it holds a NUL.</returns>
    public static bool TrySplit(string text, [NotNullWhen(true)] out IReadOnlyList<string>? words, [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        words = null;
        var found = new List<string>();
        StringBuilder? word = null;
        var quote = '\0';
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            if (character == '\\' && quote != '\'')
            {
                if (i + 1 == text.Length)
                {
                    problem = "it ends in a backslash";
                    return false;
                }

                word ??= new StringBuilder();
                word.Append(quote == '"' && text[i + 1] is not ('"' or '\\' or '$' or '`') ? "\\" : "").Append(text[++i]);
            }
            else if (character is '"' or '\'' && (quote == '\0' || quote == character))
            {
                quote = quote == '\0' ? character : '\0';
                word ??= new StringBuilder();
            }
            else if (quote == '\0' && char.IsWhiteSpace(character))
            {
                Finish(found, ref word);
            }
            else
            {
                (word ??= new StringBuilder()).Append(character);
            }
        }

        Finish(found, ref word);
        problem = quote != '\0' ? $"a quote {quote} is not closed" : text.Contains('\0', StringComparison.Ordinal) ? "it has a NUL character" : null;
        words = problem is null ? found : null;
        return problem is null;
    }

    private static void Finish(List<string> words, ref StringBuilder? word)
    {
        if (word is not null)
        {
            words.Add(word.ToString());
            word = null;
        }
    }
}
