using System.Text;

namespace RemoteDeploy.Testing.Filtering;

/// <summary>Reads a filter: alternatives of conjunctions of conditions and groups.</summary>
/// <param name="text">The filter.</param>
internal sealed class FilterParser(string text)
{
    /// <summary>Characters that mean something unless a backslash stands before them.</summary>
    public const string Special = "\\()&|=!~";

    // Deeper is not written by people, and would cost the stack.
    private const int Deepest = 100;
    private int at;
    private int depth;

    /// <summary>What is wrong; null as long as nothing is.</summary>
    public FilterProblem? Problem { get; private set; }

    /// <summary>The filter; null when it is refused.</summary>
    public FilterNode? Parse()
    {
        var root = Alternatives();
        return root is null || at == text.Length ? root : Refuse<FilterNode>(at, "there is no ( for this )");
    }

    private FilterNode? Alternatives() => Joined('|', () => Joined('&', Part, parts => new FilterNode.And(parts)), parts => new FilterNode.Or(parts));

    // PART sign PART sign PART
    private FilterNode? Joined(char sign, Func<FilterNode?> part, Func<IReadOnlyList<FilterNode>, FilterNode> join)
    {
        var parts = new List<FilterNode>();
        do
        {
            if (part() is not { } one)
            {
                return null;
            }

            parts.Add(one);
            SkipBlanks();
        }
        while (Takes(sign));

        return parts.Count == 1 ? parts[0] : join(parts);
    }

    private FilterNode? Part()
    {
        SkipBlanks();
        var start = at;
        if (!Takes('('))
        {
            return Condition();
        }

        if (++depth > Deepest)
        {
            return Refuse<FilterNode>(start, $"parentheses are nested more than {Deepest} deep");
        }

        if (Alternatives() is not { } inner)
        {
            return null;
        }

        depth--;
        if (!Takes(')'))
        {
            return Refuse<FilterNode>(at, $"the ( at character {start + 1} is not closed");
        }

        SkipBlanks();
        return at == text.Length || text[at] is '&' or '|' or ')' ? inner : Refuse<FilterNode>(at, "between ) and this, & or | is missing");
    }

    private FilterNode? Condition()
    {
        var start = at;
        if (at < text.Length && text[at] == '!')
        {
            return Refuse<FilterNode>(at, "! stands before = or ~ only", "Write Name!=X or FullyQualifiedName!~X");
        }

        if (Word("a condition") is not { } word)
        {
            return null;
        }

        var sign = at;
        var isNegated = Takes('!');
        if (at == text.Length || text[at] is not ('=' or '~'))
        {
            return new FilterNode.Condition("FullyQualifiedName", IsNegated: false, IsPart: true, word);
        }

        var isPart = text[at++] == '~';
        if (Word($"a value for {text[start..sign].Trim()}") is not { } value)
        {
            return null;
        }

        return at < text.Length && text[at] is '=' or '~' or '!'
            ? Refuse<FilterNode>(at, "a condition has one operator", $"Write \\{text[at]} where it is part of the value")
            : new FilterNode.Condition(word, isNegated, isPart, value);
    }

    // Up to the next character that means something; blanks at its ends do not count. A ! is an operator only before = and ~.
    private string? Word(string expected)
    {
        var (start, word) = (at, new StringBuilder());
        for (; at < text.Length && !IsEnd(); at++)
        {
            if (text[at] == '\\' && (at + 1 == text.Length || !Special.Contains(text[at + 1], StringComparison.Ordinal)))
            {
                return Refuse<string>(at, at + 1 == text.Length ? "it ends in a backslash" : $"a backslash stands before one of {Special} only", "Write \\\\ for a backslash");
            }

            at += text[at] == '\\' ? 1 : 0;
            word.Append(text[at]);
        }

        if (at < text.Length && text[at] == '(')
        {
            return Refuse<string>(at, "a ( here begins no group", "Write \\( and \\) where they are part of a name; else put & or | between");
        }

        return string.IsNullOrWhiteSpace(word.ToString()) ? Refuse<string>(Math.Min(at, start + text[start..at].TakeWhile(char.IsWhiteSpace).Count()), $"{expected} is missing") : word.ToString().Trim();
    }

    private bool IsEnd() => text[at] is '(' or ')' or '&' or '|' or '=' or '~' || (text[at] == '!' && at + 1 < text.Length && text[at + 1] is '=' or '~');

    private bool Takes(char sign)
    {
        var found = at < text.Length && text[at] == sign;
        at += found ? 1 : 0;
        return found;
    }

    private void SkipBlanks()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
        {
            at++;
        }
    }

    private T? Refuse<T>(int index, string message, string? advice = null)
        where T : class
    {
        Problem ??= new FilterProblem(index, message) { Advice = advice };
        return null;
    }
}
