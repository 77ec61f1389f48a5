using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Tests.CommandLine;

public sealed class NearestWords
{
    [Theory]
    [InlineData("deplyo", "deploy")]
    [InlineData("depl", "deploy")]
    [InlineData("tset", "test")]
    [InlineData("xyzzy", null)]
    [InlineData("a", null)]
    public void Are_near_or_not_offered(string typed, string? meant) =>
        Assert.Equal(meant, NearestWord.Find(typed, ["deploy", "doctor", "test", "hosts", "exec"]));

    [Fact]
    public void Distance_is_the_same_both_ways_and_nought_only_for_equal_words() => Prop.ForAll<NonNull<string>, NonNull<string>>((one, other) =>
        NearestWord.Distance(one.Get, other.Get) == NearestWord.Distance(other.Get, one.Get)
        && (NearestWord.Distance(one.Get, other.Get) == 0) == (one.Get == other.Get)).QuickCheckThrowOnFailure();
}
