using System.Diagnostics.CodeAnalysis;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Selection;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory;

/// <summary>
/// An expression that picks hosts: patterns joined with <c>,</c> (or), <c>&amp;</c> (and), <c>!</c> (but not). A pattern is a name,
/// a range <c>lab[01-40]</c>, a glob <c>lab*</c>, <c>@group-or-tag</c>, or a host outside the inventory: <c>user@host:port</c>,
/// <c>ssh://host</c>, <c>local:name</c>. Parsing needs no inventory; whether names exist is asked when hosts are picked.
/// </summary>
public sealed class Selector
{
    private Selector(SelectorNode root, int weight)
    {
        Root = root;
        Weight = weight;
    }

    /// <summary>Every host of the inventory: what empty text means.</summary>
    public static Selector All { get; } = new(new SelectorNode.All(), 0);

    internal SelectorNode Root { get; }

    internal int Weight { get; }

    /// <summary>Reads a selector.</summary>
    /// <param name="text">The expression; null, empty and blank mean <see cref="All"/>.</param>
    /// <returns>The selector, or RD0009 with the place in the text.</returns>
    public static Attempt<Selector> Parse(string? text) =>
        TryParse(text, out var selector, out var fault) ? selector : fault;

    /// <summary>Reads a selector.</summary>
    /// <param name="text">The expression; null, empty and blank mean <see cref="All"/>.</param>
    /// <param name="selector">The selector; null when the text is refused.</param>
    /// <param name="fault">RD0009 with the place in the text; null when it is accepted.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out Selector? selector, [NotNullWhen(false)] out Fault? fault)
    {
        selector = null;
        fault = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            selector = All;
            return true;
        }

        var parser = new SelectorParser(text);
        if (parser.Parse() is { } root)
        {
            selector = new Selector(root, parser.Weight);
            return true;
        }

        fault = ToFault(text, parser.Problem!);
        return false;
    }

    /// <summary>The selector in one spelling, which parses to the same: no white space, <c>,</c> for every union, parentheses only where they matter.</summary>
    public override string ToString() => Root.ToString();

    private static Fault ToFault(string text, SelectorProblem problem)
    {
        const int context = 24;
        var from = Math.Max(0, problem.Index - context);
        var before = SafeText.Line(text[from..problem.Index]);
        var rest = text[problem.Index..];
        var after = rest.Length == 0 ? "(end)" : SafeText.Line(rest.Length > context ? rest[..context] : rest);
        var start = from > 0 ? "…" : "";
        var end = rest.Length > context ? "…" : "";
        return new Fault(FaultCatalog.BadSelector, $"The selector does not parse at character {problem.Index + 1}: {problem.Message}")
        {
            Found = $"{start}{before} >>> {after}{end}",
        };
    }
}
