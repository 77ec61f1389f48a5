namespace RemoteDeploy.Testing.Filtering;

/// <summary>A filter or a part of it.</summary>
internal abstract record FilterNode
{
    private const StringComparison Loose = StringComparison.OrdinalIgnoreCase;

    /// <summary>True when a test is let through.</summary>
    internal abstract bool Matches(ListedTest test);

    /// <summary>All parts must hold.</summary>
    internal sealed record And(IReadOnlyList<FilterNode> Parts) : FilterNode
    {
        internal override bool Matches(ListedTest test) => Parts.All(part => part.Matches(test));
    }

    /// <summary>One part must hold.</summary>
    internal sealed record Or(IReadOnlyList<FilterNode> Parts) : FilterNode
    {
        internal override bool Matches(ListedTest test) => Parts.Any(part => part.Matches(test));
    }

    /// <summary>A property against a value. A test that lacks the property, such as a trait, is and contains nothing.</summary>
    internal sealed record Condition(string Property, bool IsNegated, bool IsPart, string Value) : FilterNode
    {
        internal override bool Matches(ListedTest test) => Values(test).Any(Fits) != IsNegated;

        private bool Fits(string text) => IsPart ? text.Contains(Value, Loose) : text.Equals(Value, Loose);

        private IEnumerable<string> Values(ListedTest test) => Property.ToUpperInvariant() switch
        {
            "FULLYQUALIFIEDNAME" => [test.FullName],
            "NAME" => [test.Method],
            "CLASSNAME" => [test.Class],
            "DISPLAYNAME" => [test.DisplayName],
            "CATEGORY" or "TESTCATEGORY" => Traits(test, "Category").Concat(Traits(test, "TestCategory")),
            _ => Traits(test, Property),
        };

        private static IEnumerable<string> Traits(ListedTest test, string name) =>
            test.Traits.Where(trait => trait.Key.Equals(name, Loose)).Select(trait => trait.Value);
    }
}
