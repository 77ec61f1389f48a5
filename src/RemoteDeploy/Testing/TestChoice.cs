using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Testing;

/// <summary>Which tests of a suite a run is about, where it is not about all.</summary>
/// <param name="Filter">Lets tests through; null for all.</param>
/// <param name="Names">Classes and methods, or units of commands, that are asked for; empty for all.</param>
internal sealed record TestChoice(TestFilter? Filter, IReadOnlySet<string> Names)
{
    /// <summary>True for a test that is to be run.</summary>
    public bool Includes(ListedTest test) => (Names.Count == 0 || Names.Contains(test.FullName)) && Filter?.Matches(test) != false;

    /// <summary>True for a command that is to be run.</summary>
    public bool Includes(string unit) => Includes(new ListedTest("", unit, unit));

    /// <summary>The fault of a choice that nothing is in.</summary>
    public Fault Nothing(string suite, int all) => new(FaultCatalog.ZeroTests, $"No test of suite '{SafeText.Line(suite)}' is chosen")
    {
        Expected = Filter is null ? "tests that failed before" : SafeText.Line($"tests that match {Filter}"),
        Found = string.Create(CultureInfo.InvariantCulture, $"{all} others"),
        Try = Filter is null ? "The tests may have been renamed: run the suite without --failed" : "Check the filter",
    };
}
