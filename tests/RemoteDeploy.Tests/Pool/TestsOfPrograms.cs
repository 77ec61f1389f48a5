using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Pool;

public sealed class TestsOfPrograms
{
    private static readonly string[] All =
    [
        "Suite.Green.Knows_where_it_runs", "Suite.Green.Passes", "Suite.Mixed.Is_run_when_asked_for_only", "Suite.Mixed.Is_skipped", "Suite.Mixed.Passes",
        "Suite.Red.Fails", "Suite.Red.Passes",
    ];

    private static readonly IReadOnlyList<ListedTest> Listed = [Test("A.One"), Test("A.Two"), Test("B.One"), Test("B.One"), Test("C.One")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Are_those_that_they_list(bool platform)
    {
        var tests = TestListing.Read("s", await ListAsync(platform, TestListing.Arguments(platform)), platform).Value;

        Assert.Equal(All, tests.Select(test => test.FullName).Order(StringComparer.Ordinal));
        Assert.Equal("Suite.Red.Fails", tests.Single(test => test.Method == "Fails").DisplayName);
    }

    /// <summary>What our arguments select, the program itself is asked, in the words that it runs tests by.</summary>
    [Theory]
    [InlineData(false, "Suite.Red.Passes Suite.Green.Passes")]
    [InlineData(false, "Suite.Red.Passes Suite.Red.Fails Suite.Green.Passes Suite.Green.Knows_where_it_runs")]
    [InlineData(true, "Suite.Red.Passes Suite.Green.Passes")]
    [InlineData(true, "Suite.Red.Passes Suite.Red.Fails")]
    public async Task Are_selected_exactly(bool platform, string names)
    {
        var chosen = names.Split(' ').Order(StringComparer.Ordinal).ToList();
        IReadOnlyList<ListedTest> all = [.. All.Select(Test)];
        var arguments = TestListing.Selecting(all, [.. all.Where(test => chosen.Contains(test.FullName))], platform);
        string[] list = platform ? ["--list-tests", "--no-progress", "--no-ansi"] : ["-list", "full/json", "-noColor"];

        var selected = TestListing.Read("s", await ListAsync(platform, [.. list, .. arguments]), platform).Value;

        Assert.Equal(chosen, selected.Select(test => test.FullName).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Are_listed_by_the_filters_of_the_suite_itself()
    {
        string[] own = ["--filter-class", "Suite.Red", "Suite.Green", "--parallel", "none", "--filter-not-method=*.Passes"];

        var tests = TestListing.Read("s", await ListAsync(platform: true, TestListing.Arguments(platform: true, own)), platform: true).Value;

        Assert.Equal(["Suite.Green.Knows_where_it_runs", "Suite.Red.Fails"], tests.Select(test => test.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Have_traits()
    {
        const string Json = """noise [{"Class":"A","Method":"One","DisplayName":"adds one","Traits":{"Category":["fast","db"],"Owner":["me"]}}] """;

        var test = Assert.Single(TestListing.Read("s", Json, platform: false).Value);

        Assert.Equal(("A.One", "adds one"), (test.FullName, test.DisplayName));
        Assert.Equal(["Category=fast", "Category=db", "Owner=me"], test.Traits.Select(trait => $"{trait.Key}={trait.Value}"));
    }

    [Fact]
    public void Are_found_behind_a_usage_text() => Assert.Equal(
        "A.One",
        Assert.Single(TestListing.Read("s", "Unknown option '--list'\nUsage Suite [option providers]\n[{\"Class\":\"A\",\"Method\":\"One\"}]\n", platform: true).Value).FullName);

    [Fact]
    public void Are_read_from_text_without_the_arguments_of_their_rows()
    {
        const string Text = "runner 1.0\r\n\r\n  N.C.Adds(x: \"a.b (c)\")\r\n  N.C+D.Holds<int>(x: 1)\n\nTest discovery summary: found 2 test(s) - /x.dll (net10.0|x64)\n  duration: 1ms\n";

        Assert.Equal([("N.C", "Adds"), ("N.C+D", "Holds")], TestListing.Read("s", Text, platform: true).Value.Select(test => (test.Class, test.Method)));
        Assert.Equal(FaultCatalog.ResultsUnreadable, Assert.Single(TestListing.Read("s", Text, platform: false).Faults).Code);
    }

    [Theory]
    [InlineData("[]", false, 4001)]
    [InlineData("", false, 4003)]
    [InlineData("[1]", false, 4003)]
    [InlineData("{}", false, 4003)]
    [InlineData("[{\"Class\":\"A\"", false, 4003)]
    [InlineData("[{\"Class\":null,\"Method\":\"x\"}]", false, 4003)]
    [InlineData("[{\"Class\":\"A\\n::error::x\",\"Method\":\"x\"}]", false, 4003)]
    [InlineData("[{\"Class\":\"A\",\"Method\":\"x\",\"Traits\":{\"a\":1}}]", false, 4003)]
    [InlineData("", true, 4003)]
    [InlineData("  A.One\n", true, 4003)]
    [InlineData("  A.One\nTest discovery summary: found 2 test(s)", true, 4003)]
    [InlineData("  adds one and one\nTest discovery summary: found 1 test(s)", true, 4003)]
    [InlineData("Test discovery summary: found 0 test(s)", true, 4001)]
    public void That_are_not_there_or_cannot_be_told_are_a_fault(string listed, bool platform, int code) =>
        Assert.Equal(new FaultCode(code), Assert.Single(TestListing.Read("s", listed, platform).Faults).Code);

    [Fact]
    public void Are_read_from_whatever_a_host_says_without_an_exception()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => TestListing.Read("s", "[" + text, platform: false) is not null).QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => TestListing.Read("s", "  " + text + "\nTest discovery summary: found 1 ", platform: true) is not null).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(UnitSize.Class, false, "A=2 -class A|B=1 -class B|C=1 -class C")]
    [InlineData(UnitSize.Class, true, "A=2 --filter-class A|B=1 --filter-class B|C=1 --filter-class C")]
    [InlineData(UnitSize.Test, false, "A.One=1 -method A.One|A.Two=1 -method A.Two|B.One=1 -method B.One|C.One=1 -method C.One")]
    [InlineData(UnitSize.Test, true, "A.One=1 --filter-method A.One|A.Two=1 --filter-method A.Two|B.One=1 --filter-method B.One|C.One=1 --filter-method C.One")]
    [InlineData(UnitSize.Suite, true, "s=4 ")]
    public void Are_put_together_to_units(UnitSize size, bool platform, string units)
    {
        Assert.Equal(units, string.Join('|', TestListing.Units("s", Listed, size, platform).Value.Select(unit => $"{unit.Name}={unit.Tests} {string.Join(' ', unit.Arguments)}")));
        Assert.Equal(FaultCatalog.ZeroTests, Assert.Single(TestListing.Units("s", [], size, platform).Faults).Code);
    }

    [Theory]
    [InlineData("A.One A.Two B.One C.One", "")]
    [InlineData("A.One A.Two C.One", "-class A -class C")]
    [InlineData("A.One B.One", "-method A.One -method B.One")]
    [InlineData("A.Two", "-method A.Two")]
    public void Are_selected_in_as_few_words_as_can_be(string names, string arguments)
    {
        var chosen = Listed.Where(test => names.Split(' ').Contains(test.FullName)).ToList();

        Assert.Equal(arguments, string.Join(' ', TestListing.Selecting(Listed, chosen, platform: false)));
    }

    [Fact]
    public void Are_never_all_when_none_is_chosen() => Assert.Throws<ArgumentOutOfRangeException>(() => TestListing.Selecting(Listed, [], platform: false));

    private static ListedTest Test(string name) => new(name[..name.LastIndexOf('.')], name[(name.LastIndexOf('.') + 1)..], name);

    private static Task<string> ListAsync(bool platform, IReadOnlyList<string> arguments)
    {
        var folder = platform ? Built.PlatformSuite : Built.NativeSuite;
        var program = Directory.GetFiles(folder, "*.runtimeconfig.json").Single().Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal);
        return Programs.MustRunAsync("dotnet", [program, .. arguments]);
    }
}
