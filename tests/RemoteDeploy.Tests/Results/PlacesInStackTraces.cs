using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

public class PlacesInStackTraces
{
    [Theory]
    [InlineData("   at A.B() in /src/x.cs:line 12", "/src/x.cs(12)")]
    [InlineData("   at A.B() in C:\\src\\x y\\ä.cs:line 1\r\n   at C() in z.cs:line 2", "C:\\src\\x y\\ä.cs(1)")]
    [InlineData("   at System.Throw()\n   at A.B() in /_/src/x.cs:line 7", "/_/src/x.cs(7)")]
    [InlineData("--- End of stack trace ---\n   at A.B(Int32 a, Int32& b) in /home/ci/a in b/x.cs:line 3", "/home/ci/a in b/x.cs(3)")]
    public void Are_the_first_file_and_line(string trace, string place) => Assert.Equal(place, StackTraces.FirstLocation(trace)?.ToString());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   at A.B()")]
    [InlineData(" in :line 3")]
    [InlineData(" in x.cs:line ")]
    [InlineData(" in x.cs:line 99999999999")]
    [InlineData(" in x.cs\n:line 3")]
    public void Are_none_when_none_is_named(string? trace) => Assert.Null(StackTraces.FirstLocation(trace));

    [Fact]
    public void Are_looked_for_in_hostile_text_without_a_throw()
    {
        Assert.Null(StackTraces.FirstLocation(string.Concat(Enumerable.Repeat(" in ", 1_000_000))));
        Assert.Null(StackTraces.FirstLocation(string.Concat(Enumerable.Repeat(" in a:line ", 500_000))));
        Assert.Null(StackTraces.FirstLocation(string.Concat(Enumerable.Repeat(":line 1", 500_000))));
    }

    [Fact]
    public void Are_found_wherever_the_frame_stands() => Prop.ForAll<NonNull<string>, PositiveInt>((before, line) =>
    {
        var number = line.Get % 10_000_000;
        var trace = before.Get.Replace(" in ", "", StringComparison.Ordinal) + $"\n   at A.B() in /src/x.cs:line {number}";
        return StackTraces.FirstLocation(trace) == new SourceLocation("/src/x.cs", number);
    }).QuickCheckThrowOnFailure();
}
