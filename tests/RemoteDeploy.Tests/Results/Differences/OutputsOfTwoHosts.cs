using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Results.Differences;

namespace RemoteDeploy.Tests.Results.Differences;

public class OutputsOfTwoHosts
{
    [Fact]
    public void Differ_first_where_they_differ_first() => Assert.Equal(
        ["  b", "  c", "- old", "+ new", "+ extra", "  d", "  e"],
        OutputDifference.Of("a\nb\nc\nnew\nextra\nd\ne\nf\nlater\n", "a\nb\r\nc\nold\nd\ne\nf\nsooner\n"));

    [Theory]
    [InlineData("took 12.5 ms", "took 3 ms")]
    [InlineData("2026-03-01T10:00:00.123 start", "2026-03-02 11:11:11 start")]
    [InlineData("at 0x7ffde4a0", "at 0x5500aa10")]
    [InlineData("id 0f8fad5b-d9cb-469f-a165-70867728950e", "id 7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    [InlineData("same", "same\n\n")]
    [InlineData("", "")]
    public void Do_not_differ_by_what_always_differs(string failing, string passing) => Assert.Empty(OutputDifference.Of(failing, passing));

    [Fact]
    public void Differ_by_numbers_that_mean_something() => Assert.Equal(["- found 3", "+ found 4"], OutputDifference.Of("found 4", "found 3"));

    [Fact]
    public void Differ_where_one_ends() => Assert.Equal(["  a", "- b"], OutputDifference.Of("a\n", "a\nb\n"));

    [Fact]
    public void Are_shown_in_part_when_there_is_much()
    {
        var lines = OutputDifference.Of(string.Join('\n', Enumerable.Range(0, 5000).Select(line => $"red {line}")), "green");

        Assert.Equal(14, lines.Count);
        Assert.Equal("+ … (4988 more lines)", lines[^1]);
    }

    [Fact]
    public void Are_shown_safely_and_only_when_they_differ() => Prop.ForAll<NonNull<string>, NonNull<string>>((one, other) =>
        OutputDifference.Of(one.Get, one.Get).Count == 0
        && OutputDifference.Of(one.Get + "\n\e[31m::x ##vso[y]" + other.Get, other.Get).All(line => !line.Any(char.IsControl) && !line.Contains("##vso[", StringComparison.Ordinal) && line.Length < 1000)).QuickCheckThrowOnFailure();
}
