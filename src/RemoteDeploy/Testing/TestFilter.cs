using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>Which tests are run, as in <c>dotnet test --filter</c>: a piece of the full name.</summary>
public sealed class TestFilter
{
    private readonly string text;

    private TestFilter(string text) => this.text = text;

    /// <summary>Reads one.</summary>
    /// <returns>The filter, or RD0020.</returns>
    public static Attempt<TestFilter> Parse(string text) => string.IsNullOrWhiteSpace(text)
        ? new Fault(FaultCatalog.BadSuite, "The filter is empty") { Found = SafeText.Line(text) }
        : new TestFilter(text.Trim());

    /// <summary>True when a test is to be run.</summary>
    public bool Matches(ListedTest test) => test.FullName.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => text;
}
