using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>
/// The tests of an xunit.v3 program, as it lists them itself, and the arguments that make it run some of them. Names of classes and
/// methods do not depend on where the program lies; ids do. A native program and one of the Microsoft Testing Platform have other options.
/// </summary>
internal static class TestListing
{
    /// <summary>
    /// Options that make the program list its tests. A platform program lists in full only when <c>-automated</c> hands it to xunit's own
    /// runner, which knows xunit's own options and none of the platform's.
    /// </summary>
    public static IReadOnlyList<string> Arguments(bool platform) => platform ? ["-automated", "-list", "full/json"] : ["-list", "full/json", "-noColor", "-noLogo"];

    /// <summary>The same for a suite with arguments of its own: those that select tests are listed by as well.</summary>
    /// <param name="platform">True for a program of the Microsoft Testing Platform.</param>
    /// <param name="own">Arguments of the suite, in the words of its program.</param>
    public static IReadOnlyList<string> Arguments(bool platform, IReadOnlyList<string> own) => [.. Arguments(platform), .. platform ? PlatformOptions.ToNative(own) : own];

    /// <summary>Reads the list: JSON of <c>-list full/json</c>, or of a platform program the text of <c>--list-tests</c> as well.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="output">What the program printed: a host's text.</param>
    /// <param name="platform">True for a program of the Microsoft Testing Platform.</param>
    /// <returns>The tests in the order of the list, or RD4001 when there is none, RD4003 when it is no list.</returns>
    public static Attempt<IReadOnlyList<ListedTest>> Read(string suite, string output, bool platform)
    {
        var tests = JsonTestList.Read(output) ?? (platform ? TextTestList.Read(output) : null);
        return tests switch
        {
            null => new Fault(FaultCatalog.ResultsUnreadable, $"Suite '{SafeText.Line(suite)}' does not list its tests")
            {
                Expected = platform ? "a list of classes and methods from -automated -list full/json, or from --list-tests" : "a list in JSON from -list full/json",
                Found = SafeText.Line(output, 300),
                Try = "Run the program on the host with these options, or write the units down",
            },
            [] => new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(suite)}' has no test") { Try = "Check filters and test discovery" },
            _ => Attempt<IReadOnlyList<ListedTest>>.Of(tests),
        };
    }

    /// <summary>Puts tests together to units.</summary>
    /// <param name="suite">Name of the suite.</param>
    /// <param name="tests">Its tests.</param>
    /// <param name="size">What a unit is.</param>
    /// <param name="platform">True for a program of the Microsoft Testing Platform.</param>
    /// <returns>The units in the order of the list, or RD4001 when there is no test.</returns>
    public static Attempt<IReadOnlyList<TestUnit>> Units(string suite, IReadOnlyList<ListedTest> tests, UnitSize size, bool platform)
    {
        if (tests.Count == 0)
        {
            return new Fault(FaultCatalog.ZeroTests, $"Suite '{SafeText.Line(suite)}' has no test to run") { Try = "Check filters and test discovery" };
        }

        // Theories are listed row by row here and as one there: methods are counted, so that both come to the same.
        return tests.DistinctBy(test => test.FullName, StringComparer.Ordinal)
            .GroupBy(test => size switch { UnitSize.Suite => suite, UnitSize.Class => test.Class, _ => test.FullName }, StringComparer.Ordinal)
            .Select(group => new TestUnit(suite, group.Key) { Tests = group.Count(), Arguments = size == UnitSize.Suite ? [] : [Option(platform, size), group.Key] })
            .ToList();
    }

    /// <summary>
    /// The shortest arguments that select exactly some tests: none for all of them, classes where all are chosen whole, else methods.
    /// Classes and methods cannot be mixed, because a program runs only what both select. A method is selected with all its rows.
    /// </summary>
    /// <param name="all">All tests of the program.</param>
    /// <param name="chosen">Those to run, at least one.</param>
    /// <param name="platform">True for a program of the Microsoft Testing Platform.</param>
    public static IReadOnlyList<string> Selecting(IReadOnlyList<ListedTest> all, IReadOnlyList<ListedTest> chosen, bool platform)
    {
        ArgumentOutOfRangeException.ThrowIfZero(chosen.Count, nameof(chosen));
        var picked = chosen.Select(test => test.FullName).ToHashSet(StringComparer.Ordinal);
        var left = all.Where(test => !picked.Contains(test.FullName)).Select(test => test.Class).ToHashSet(StringComparer.Ordinal);
        if (left.Count == 0)
        {
            return [];
        }

        var classes = chosen.Select(test => test.Class).Distinct(StringComparer.Ordinal).ToList();
        return classes.Exists(left.Contains)
            ? [.. picked.SelectMany(name => new[] { Option(platform, UnitSize.Test), name })]
            : [.. classes.SelectMany(name => new[] { Option(platform, UnitSize.Class), name })];
    }

    private static string Option(bool platform, UnitSize size) => (platform, size) switch
    {
        (true, UnitSize.Class) => "--filter-class",
        (true, _) => "--filter-method",
        (false, UnitSize.Class) => "-class",
        (false, _) => "-method",
    };
}
