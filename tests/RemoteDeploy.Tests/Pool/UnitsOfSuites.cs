using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Pool;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Pool;

public sealed class UnitsOfSuites
{
    [Theory]
    [InlineData(UnitSize.Class, "-class")]
    [InlineData(UnitSize.Test, "-method")]
    public async Task Of_a_real_program_are_what_its_own_options_select(UnitSize size, string option)
    {
        var program = Directory.GetFiles(Built.NativeSuite, "*.runtimeconfig.json").Single().Replace(".runtimeconfig.json", ".dll", StringComparison.Ordinal);
        var listed = await Programs.MustRunAsync("dotnet", [program, .. XunitListing.Arguments([])]);

        var units = XunitListing.Read("s", listed, size).Value;

        Assert.NotEmpty(units);
        Assert.All(units, unit => Assert.Equal([option, unit.Name], unit.Arguments));
        var selected = await Programs.MustRunAsync("dotnet", [program, .. XunitListing.Arguments(units[0].Arguments)]);
        Assert.Equal(units[0].Name, Assert.Single(XunitListing.Read("s", selected, size).Value).Name);
        Assert.Equal(units[0].Tests, XunitListing.Read("s", selected, size).Value[0].Tests);
    }

    [Fact]
    public void Count_the_tests_in_them()
    {
        const string Listed = """noise [{"Class":"A","Method":"One"},{"Class":"B","Method":"One"},{"Class":"A","Method":"Two"},{"Class":"A","Method":"Two"}] """;

        Assert.Equal([("A", 3), ("B", 1)], XunitListing.Read("s", Listed[6..], UnitSize.Class).Value.Select(unit => (unit.Name, unit.Tests)));
        Assert.Equal([("A.One", 1), ("B.One", 1), ("A.Two", 2)], XunitListing.Read("s", Listed, UnitSize.Test).Value.Select(unit => (unit.Name, unit.Tests)));
    }

    [Theory]
    [InlineData("[]", 4001)]
    [InlineData("", 4003)]
    [InlineData("[1]", 4003)]
    [InlineData("[{\"Class\":\"A\"", 4003)]
    [InlineData("[{\"Class\":null,\"Method\":\"x\"}]", 4003)]
    [InlineData("[{\"Class\":\"A\\n::error::x\",\"Method\":\"x\"}]", 4003)]
    public void That_are_not_there_are_a_fault(string listed, int code) =>
        Assert.Equal(new FaultCode(code), Assert.Single(XunitListing.Read("s", listed, UnitSize.Class).Faults).Code);

    [Fact]
    public void Are_read_from_whatever_a_host_says_without_an_exception() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => XunitListing.Read("s", "[" + text, UnitSize.Test) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void That_are_commands_stand_one_a_line()
    {
        var units = CommandList.Read("s", "# all\n\n./check.sh 'a b'\r\n  /bin/true\n", "units.txt").Value;

        Assert.Equal(["./check.sh 'a b'", "/bin/true"], units.Select(unit => unit.Name));
        Assert.Equal(["./check.sh", "a b"], units[0].Arguments);
    }

    [Theory]
    [InlineData("", 4001, "units.txt")]
    [InlineData("# none\n", 4001, "units.txt")]
    [InlineData("ok\n'open\n", 20, "units.txt(2)")]
    [InlineData("'' x\n", 20, "units.txt(1)")]
    [InlineData("same\nsame\n", 20, "units.txt(2)")]
    public void That_are_commands_and_cannot_be_run_are_a_fault(string text, int code, string path)
    {
        var fault = Assert.Single(CommandList.Read("s", text, "units.txt").Faults);

        Assert.Equal((new FaultCode(code), path), (fault.Code, fault.Path));
    }
}
