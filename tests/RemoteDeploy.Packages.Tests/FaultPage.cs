using RemoteDeploy.Faults;
using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests;

/// <summary>The page that help links of errors lead to.</summary>
public sealed class FaultPage
{
    [Fact]
    public void IsWhatTheCatalogSays() =>
        ApprovedText.VerifyFile(FaultPages.Markdown(), Path.Combine(Repository.Root, "src", "RemoteDeploy", "docs", "faults.md"));

    [Fact]
    public void HasAHeadingForEveryCode()
    {
        var headings = FaultPages.Markdown().Split('\n').Where(line => line.StartsWith("### ", StringComparison.Ordinal)).ToList();
        Assert.Equal(FaultCatalog.All.Select(page => $"### {page.Code}"), headings);
    }
}
