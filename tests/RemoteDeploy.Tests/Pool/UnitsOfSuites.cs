using RemoteDeploy.Faults;
using RemoteDeploy.Pool;

namespace RemoteDeploy.Tests.Pool;

public sealed class UnitsOfSuites
{
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

    [Fact]
    public void Come_from_a_file_of_this_machine()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "./check.sh\n");

        Assert.Equal("./check.sh", Assert.Single(CommandList.Load("s", file).Value).Name);
        File.WriteAllText(file, new string('x', (4 << 20) + 1));
        Assert.Equal(new FaultCode(20), Assert.Single(CommandList.Load("s", file).Faults).Code);
        File.Delete(file);
        Assert.Equal(new FaultCode(20), Assert.Single(CommandList.Load("s", file).Faults).Code);
        Assert.Equal(new FaultCode(20), Assert.Single(CommandList.Load("s", Path.GetTempPath()).Faults).Code);
    }
}
