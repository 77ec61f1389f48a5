using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>A suite that hosts share.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Hosts">Names of the hosts that it is for.</param>
internal sealed record PooledSuite(TestSuite Suite, IReadOnlySet<string> Hosts)
{
    /// <summary>True when its program was found to be one of the Microsoft Testing Platform.</summary>
    public bool IsPlatform { get; set; }

    private bool IsOnePiece => Suite.Mode == SuiteMode.Any || Suite.Unit == UnitSize.Suite;

    /// <summary>The units that are known at once, or the listing that finds them out.</summary>
    /// <param name="choice">Which of its tests; null for all.</param>
    public IEnumerable<TestUnit> FirstUnits(TestChoice? choice)
    {
        if (Suite.Units.Count > 0)
        {
            return Suite.Units.Where(unit => choice?.Includes(unit.Name) != false).Select(unit => ForHosts(unit with { Suite = Suite.Name, IsProgram = Suite.TestAssembly is null }));
        }

        var isListed = Suite.UnitsFrom.Count > 0 || (Suite.TestAssembly is not null && (!IsOnePiece || choice is not null));
        return [ForHosts(new TestUnit(Suite.Name, isListed ? "its list of tests" : Suite.Name) { IsListing = isListed, IsProgram = !isListed && Suite.TestAssembly is null })];
    }

    /// <summary>The units of a list of tests.</summary>
    public Attempt<IReadOnlyList<TestUnit>> Units(IReadOnlyList<ListedTest> tests, TestChoice? choice, bool isPlatform)
    {
        var chosen = choice is null ? tests : [.. tests.Where(choice.Includes)];
        if (chosen.Count == 0)
        {
            return choice is null ? new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(Suite.Name)}' has no test") { Try = "Check filters and test discovery" } : choice.Nothing(Suite.Name, tests.Count);
        }

        // A class of which only some tests are chosen is no unit: its tests are.
        if (!IsOnePiece)
        {
            return TestListing.Units(Suite.Name, chosen, choice is null ? Suite.Unit : UnitSize.Test, isPlatform);
        }

        return Attempt<IReadOnlyList<TestUnit>>.Of([new TestUnit(Suite.Name, Suite.Name) { Tests = chosen.Select(test => test.FullName).Distinct(StringComparer.Ordinal).Count(), Arguments = chosen.Count == tests.Count ? [] : TestListing.Selecting(tests, chosen, isPlatform) }]);
    }

    /// <summary>The units of a list of commands.</summary>
    public Attempt<IReadOnlyList<TestUnit>> Units(string commands, TestChoice? choice)
    {
        var read = CommandList.Read(Suite.Name, commands, string.Join(' ', Suite.UnitsFrom));
        if (!read.TryGet(out var all, out var faults))
        {
            return Attempt<IReadOnlyList<TestUnit>>.Failed(faults);
        }

        IReadOnlyList<TestUnit> chosen = [.. all.Where(unit => choice?.Includes(unit.Name) != false).Select(unit => unit with { IsProgram = true })];
        return chosen.Count > 0 ? Attempt<IReadOnlyList<TestUnit>>.Of(chosen) : choice!.Nothing(Suite.Name, all.Count);
    }

    /// <summary>A unit with what the suite requires of hosts.</summary>
    public TestUnit ForHosts(TestUnit unit) => unit with { IsForOne = Suite.Mode == SuiteMode.Any && !unit.IsListing, Retries = unit.Retries ?? Suite.Retries, Requires = [UnitRequirement.OneOf(Hosts), .. Suite.Requires, .. unit.Requires] };

    /// <summary>What is wrong with all results of the suite together.</summary>
    public Fault? FaultOfAll(IReadOnlyList<TestResult> tests)
    {
        var name = SafeText.Line(Suite.Name);
        return tests.Count == 0
            ? new Fault(FaultCatalog.ZeroTests, $"Suite '{name}' ran no test") { Try = "Check filters and test discovery" }
            : tests.All(test => test.Outcome == TestOutcome.Skipped)
                ? new Fault(FaultCatalog.ZeroTests, $"Suite '{name}' skipped all of its {tests.Count} tests") { Found = SafeText.Line(tests[0].Message, 200) }
                : null;
    }

    /// <summary>The fault of units that no host could run.</summary>
    public Fault NobodyRan(IReadOnlyList<TestUnit> units)
    {
        var wanted = units.SelectMany(unit => unit.Requires.Skip(1)).Select(requirement => requirement.ToString()).Distinct(StringComparer.Ordinal).ToList();
        return new Fault(FaultCatalog.NoHostForUnit, units.All(unit => unit.IsListing)
            ? $"No host was there to list the tests of suite '{SafeText.Line(Suite.Name)}'"
            : string.Create(CultureInfo.InvariantCulture, $"{Amount.Of(units.Count, "unit")} of suite '{SafeText.Line(Suite.Name)}' had no host to run on: {SafeText.Line(string.Join(", ", units.Take(5).Select(unit => unit.Name)), 400)}{(units.Count > 5 ? ", ..." : "")}"))
        {
            Expected = wanted.Count == 0 ? $"a host of the suite that is fit: {SafeText.Line(string.Join(", ", Hosts.Take(5)), 200)}" : $"a host with {SafeText.Line(string.Join(", ", wanted), 300)}",
            Found = "none among those that were ready and stayed",
            Try = wanted.Count == 0 ? "Look why its hosts fell out" : "Compare with what doctor says of the hosts, and with their tags",
            Location = Suite.Location,
        };
    }

    /// <summary>The fault of a unit that took host after host with it.</summary>
    public static Fault TookHosts(TestUnit unit) => new(FaultCatalog.NoHostForUnit, $"{SafeText.Line(unit.Name, 200)} is not run any more: hosts were lost while they ran it")
    {
        Try = "Run it by itself on one host, and look what it does to it",
    };
}
