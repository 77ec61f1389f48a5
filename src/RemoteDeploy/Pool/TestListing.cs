using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>Temporary.</summary>
internal static class TestListing
{
    public static IReadOnlyList<string> Arguments(bool platform) => platform ? ["--list-tests", "--no-ansi", "--no-progress"] : ["-list", "full/json", "-noColor", "-noLogo"];

    public static Attempt<IReadOnlyList<ListedTest>> Read(string suite, string output, bool platform)
    {
        var units = XunitListing.Read(suite, output, UnitSize.Test);
        return units.TryGet(out var list, out var faults)
            ? Attempt<IReadOnlyList<ListedTest>>.Of([.. list.Select(unit => new ListedTest(unit.Name[..unit.Name.LastIndexOf('.')], unit.Name[(unit.Name.LastIndexOf('.') + 1)..], unit.Name))])
            : Attempt<IReadOnlyList<ListedTest>>.Failed(faults);
    }

    public static Attempt<IReadOnlyList<TestUnit>> Units(string suite, IReadOnlyList<ListedTest> tests, UnitSize size, bool platform) =>
        Attempt<IReadOnlyList<TestUnit>>.Of([.. tests.GroupBy(test => size == UnitSize.Class ? test.Class : test.FullName, StringComparer.Ordinal).Select(group => new TestUnit(suite, group.Key) { Tests = group.Count(), Arguments = [size == UnitSize.Class ? "-class" : "-method", group.Key] })]);

    public static IReadOnlyList<string> Selecting(IReadOnlyList<ListedTest> all, IReadOnlyList<ListedTest> chosen, bool platform) =>
        [.. chosen.SelectMany(test => new[] { "-method", test.FullName })];
}
