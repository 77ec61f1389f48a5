namespace RemoteDeploy.Inventory.Selection;

/// <summary>A name with ranges (<c>lab[01-40]</c>) or globs (<c>lab*</c>). Brackets with a colon hold an IPv6 address and stand for themselves.</summary>
internal sealed class NamePattern
{
    /// <summary>The most names one pattern may stand for.</summary>
    internal const int MostNames = 10_000;

    private readonly IReadOnlyList<PatternPart> parts;

    private NamePattern(string text, IReadOnlyList<PatternPart> parts)
    {
        Text = text;
        this.parts = parts;
        HasGlob = parts.Any(part => part is PatternPart.AnyText or PatternPart.AnyCharacter);
        HasRange = parts.Any(part => part is PatternPart.Numbers);
    }

    /// <summary>The pattern as it was written.</summary>
    internal string Text { get; }

    internal bool HasGlob { get; }

    internal bool HasRange { get; }

    /// <summary>How many names the ranges stand for.</summary>
    internal int Count => (int)parts.Aggregate(1L, (product, part) => product * part.Count);

    internal static NamePattern? TryParse(string text, out PatternProblem problem)
    {
        var parser = new PatternParser(text);
        var parsed = parser.Parse();
        problem = parser.Problem;
        return parsed is null ? null : new NamePattern(text, parsed);
    }

    /// <summary>All names, the last range counting fastest. Only for a pattern without globs.</summary>
    internal IEnumerable<string> Expand()
    {
        IEnumerable<string> names = [""];
        foreach (var part in parts)
        {
            names = part switch
            {
                PatternPart.Literal literal => names.Select(name => name + literal.Text),
                PatternPart.Numbers numbers => names.SelectMany(name => numbers.Spans.SelectMany(span => span.Expand()).Select(number => name + number)),
                _ => throw new InvalidOperationException("A glob cannot be expanded."),
            };
        }

        return names;
    }

    internal bool Matches(string name)
    {
        var reached = new bool[name.Length + 1];
        reached[0] = true;
        foreach (var part in parts)
        {
            reached = part.Advance(name, reached);
        }

        return reached[^1];
    }
}
