using RemoteDeploy.Results;

namespace RemoteDeploy.Tests.Results;

public sealed class PatternsAndClosedFolders
{
    [Theory]
    [InlineData("*.trx", "out", false)]
    [InlineData("*.trx", ".", true)]
    [InlineData("out/*.xml", "out", true)]
    [InlineData("./out/*.xml", "out", true)]
    [InlineData("out/*.xml", "out/sub", false)]
    [InlineData("out/*.xml", "other", false)]
    [InlineData("o*/r.xml", "out", true)]
    [InlineData("out/**/*.xml", "out/sub/deep", true)]
    [InlineData("out/**/*.xml", "other/sub", false)]
    [InlineData("**/*.trx", "a/b/c", true)]
    [InlineData("out/**", "out/sub/deep", true)]
    [InlineData("a/b/c.xml", "a", true)]
    [InlineData("a/b/c.xml", "a/c", false)]
    public void Meet_where_a_match_may_lie_unseen(string pattern, string folder, bool meet) =>
        Assert.Equal(meet, ClosedFolders.Within([folder], pattern).Any());
}
