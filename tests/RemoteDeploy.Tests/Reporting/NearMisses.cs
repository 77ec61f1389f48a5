using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tests.Reporting;

public sealed class NearMisses
{
    [Theory]
    [InlineData("deplyo", "deploy")]
    [InlineData("depl", "deploy")]
    [InlineData("tset", "test")]
    [InlineData("--jsno", "--json")]
    [InlineData("xyzzy", null)]
    [InlineData("a", null)]
    [InlineData("", null)]
    public void Are_near_or_not_offered(string typed, string? meant) =>
        Assert.Equal(meant, NearMiss.Find(typed, ["deploy", "doctor", "test", "hosts", "exec", "--json"]));

    [Fact]
    public void Distance_is_the_same_both_ways_and_nought_only_for_equal_words() => Prop.ForAll<NonNull<string>, NonNull<string>>((one, other) =>
        NearMiss.Distance(one.Get, other.Get) == NearMiss.Distance(other.Get, one.Get)
        && (NearMiss.Distance(one.Get, other.Get) == 0) == (one.Get == other.Get)).QuickCheckThrowOnFailure();
}
