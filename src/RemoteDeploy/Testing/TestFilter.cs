using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing.Filtering;

namespace RemoteDeploy.Testing;

/// <summary>
/// Which tests are run, as in <c>dotnet test --filter</c>: <c>FullyQualifiedName~Login&amp;(Category=fast|Priority!=3)</c>. A condition is a
/// property, an operator and a value. Properties: <c>FullyQualifiedName</c> (class and method), <c>Name</c> (method), <c>ClassName</c>,
/// <c>DisplayName</c>, <c>Category</c> (also <c>TestCategory</c>) and every other trait by its name. Operators: <c>=</c> and <c>!=</c> is and is
/// not, <c>~</c> and <c>!~</c> contains and does not contain. <c>&amp;</c> binds tighter than <c>|</c>. A word alone means
/// <c>FullyQualifiedName~word</c>. A backslash takes <c>( ) &amp; | = ! ~ \</c> as they are. Case does not count.
/// </summary>
public sealed class TestFilter
{
    /// <summary>Longer filters are refused: a command line or a build property is no place for them.</summary>
    private const int Longest = 100_000;

    private readonly string text;
    private readonly FilterNode root;

    private TestFilter(string text, FilterNode root) => (this.text, this.root) = (text, root);

    /// <summary>Reads one.</summary>
    /// <returns>The filter, or RD0002 with the place in the text.</returns>
    public static Attempt<TestFilter> Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > Longest)
        {
            return Bad(new FilterProblem(Longest, $"it is longer than {Longest} characters"), text);
        }

        var parser = new FilterParser(text);
        return parser.Parse() is { } root ? new TestFilter(text.Trim(), root) : Bad(parser.Problem!, text);
    }

    /// <summary>True when a test is to be run.</summary>
    public bool Matches(ListedTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        return root.Matches(test);
    }

    /// <summary>The text that was read.</summary>
    public override string ToString() => text;

    /// <summary>A value as it is written in a filter, so that none of its characters means anything.</summary>
    internal static string Escape(string value) =>
        string.Concat(value.Select(character => FilterParser.Special.Contains(character, StringComparison.Ordinal) ? $"\\{character}" : character.ToString()));

    private static Fault Bad(FilterProblem problem, string text)
    {
        const int context = 24;
        var from = Math.Max(0, problem.Index - context);
        var rest = text[problem.Index..];
        var before = (from > 0 ? "…" : "") + SafeText.Line(text[from..problem.Index]);
        var after = rest.Length == 0 ? "(end)" : SafeText.Line(rest.Length > context ? rest[..context] : rest) + (rest.Length > context ? "…" : "");
        return new Fault(FaultCatalog.BadUsage, $"The filter does not parse at character {problem.Index + 1}: {problem.Message}")
        {
            Expected = "conditions such as FullyQualifiedName~Login, Category=fast or Name!=Slow, joined with & and |",
            Found = $"{before} >>> {after}",
            Try = problem.Advice ?? "Correct it at that place; quote the whole filter, because shells read & | ( ) and !",
        };
    }
}
