namespace RemoteDeploy.Inventory.Selection;

/// <summary>
/// <code>
/// selector := ["!"] term ((","|";"|"+") term)*
/// term     := factor (("&amp;"|"!"|"&amp;!") factor)*
/// factor   := name | range | glob | "@" label | "(" selector ")"
/// </code>
/// </summary>
internal sealed class SelectorParser(string text)
{
    /// <summary>Bounds the recursion of the parser and of everything that walks its result.</summary>
    private const int DeepestParentheses = 32;

    /// <summary>Bounds what a selector can cost: names it stands for, and globs, which each look at every host.</summary>
    private const int MostWeight = 100_000;
    private const int GlobWeight = 10;

    private int position;
    private int depth;

    /// <summary>Set when <see cref="Parse"/> returned null.</summary>
    internal SelectorProblem? Problem { get; private set; }

    /// <summary>Names that the selector stands for, globs and labels counted as several.</summary>
    internal int Weight { get; private set; }

    internal SelectorNode? Parse()
    {
        var node = ParseUnion();
        if (node is not null && position < text.Length)
        {
            return Fail(position, text[position] == ')'
                ? "')' without '('"
                : "expected one of , & ! between two patterns, or this is no character of a name");
        }

        return node;
    }

    private SelectorNode? ParseUnion()
    {
        var parts = new List<SelectorNode>();
        do
        {
            SkipSpace();
            if (parts.Count > 0 && Peek() == '!')
            {
                return Fail(position, "'!' takes away from what stands before it: write lab*!lab03, not lab*,!lab03");
            }

            if (ParseTerm() is not { } term)
            {
                return null;
            }

            parts.Add(term);
        }
        while (Take(",;+"));

        return parts.Count == 1 ? parts[0] : new SelectorNode.Union(parts);
    }

    private SelectorNode? ParseTerm()
    {
        SelectorNode? first = Peek() == '!' ? new SelectorNode.All() : ParseFactor();
        if (first is null)
        {
            return null;
        }

        var steps = new List<SelectorNode.Step>();
        SkipSpace();
        while (Peek() is '&' or '!')
        {
            var excludes = text[position++] == '!';
            SkipSpace();
            if (!excludes && Peek() == '!')
            {
                excludes = true;
                position++;
            }

            if (ParseFactor() is not { } operand)
            {
                return null;
            }

            steps.Add(new SelectorNode.Step(excludes, operand));
            SkipSpace();
        }

        return steps.Count == 0 ? first : new SelectorNode.Term(first, steps);
    }

    private SelectorNode? ParseFactor()
    {
        SkipSpace();
        if (Peek() != '(')
        {
            return ParseAtom();
        }

        var open = position++;
        if (++depth > DeepestParentheses)
        {
            return Fail(open, $"parentheses are nested more than {DeepestParentheses} deep");
        }

        if (ParseUnion() is not { } inner)
        {
            return null;
        }

        depth--;
        return Take(")") ? inner : Fail(position, "expected ')'");
    }

    private SelectorNode? ParseAtom()
    {
        var start = position;
        var isLabel = Peek() == '@';
        position += isLabel ? 1 : 0;
        var from = position;
        while (IsNameCharacter(Peek()))
        {
            if (text[position] == '[')
            {
                SkipBrackets();
            }
            else
            {
                position++;
            }
        }

        if (position == from)
        {
            return Fail(from, isLabel ? "expected the name of a group or tag after '@'" : "expected a name, a range, a glob or @group-or-tag");
        }

        if (NamePattern.TryParse(text[from..position], out var problem) is not { } pattern)
        {
            return Fail(from + problem.Index, problem.Message);
        }

        Weight += pattern.HasGlob || isLabel ? GlobWeight : pattern.Count;
        if (Weight > MostWeight)
        {
            return Fail(start, $"the selector stands for more than {MostWeight} names");
        }

        return Check(new SelectorNode.Atom(pattern, isLabel, start));
    }

    /// <summary>Every name that a pattern stands for must be one that may go to ssh.</summary>
    private SelectorNode? Check(SelectorNode.Atom atom)
    {
        if (atom.IsLabel)
        {
            return Labels.IsName(atom.Pattern.Text.Where(character => character is not ('*' or '?' or '[' or ']' or ',' or '+')))
                ? atom
                : Fail(atom.Position, "a group or tag has only letters, digits, '.', '_' and '-'");
        }

        if (!atom.Pattern.HasGlob)
        {
            foreach (var name in atom.Pattern.Expand())
            {
                if (!Endpoint.TryParse(name, out _, out var problem))
                {
                    return Fail(atom.Position, problem);
                }
            }
        }

        return atom;
    }

    /// <summary>In brackets commas belong to the range. Where they are not closed, the pattern's own parser says what is wrong.</summary>
    private void SkipBrackets()
    {
        position++;
        while (IsNameCharacter(Peek()) && text[position] is not '[' and not ']' || Peek() is ',' or '+')
        {
            position++;
        }

        position += Peek() == ']' ? 1 : 0;
    }

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or ':' or '%' or '@' or '/' or '*' or '?' or '[' or ']';

    private char Peek() => position < text.Length ? text[position] : '\0';

    private bool Take(string anyOf)
    {
        SkipSpace();
        var found = position < text.Length && anyOf.Contains(text[position], StringComparison.Ordinal);
        position += found ? 1 : 0;
        return found;
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    private SelectorNode? Fail(int index, string message)
    {
        Problem = new SelectorProblem(index, message);
        return null;
    }
}
