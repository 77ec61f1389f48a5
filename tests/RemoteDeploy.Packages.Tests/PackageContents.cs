using System.IO.Compression;
using System.Xml.Linq;
using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What users download.</summary>
public sealed class PackageContents(PackedPackages packages)
{
    [Theory]
    [InlineData("RemoteDeploy")]
    [InlineData("RemoteDeploy.Tasks")]
    [InlineData("dotnet-remotedeploy")]
    [InlineData("dotnet-remotedeploy.any")]
    public void HoldExactlyTheApprovedFiles(string package) =>
        ApprovedText.Verify(string.Join('\n', Files(package)), package);

    [Fact]
    public void TasksHaveNoBuildTransitiveFolder() => Assert.DoesNotContain(Files("RemoteDeploy.Tasks"), file => file.StartsWith("buildTransitive/", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void TasksAreADevelopmentDependencyWithoutDependencies()
    {
        var nuspec = Nuspec("RemoteDeploy.Tasks");
        Assert.Equal("true", nuspec.Descendants().Single(element => element.Name.LocalName == "developmentDependency").Value);
        Assert.DoesNotContain(nuspec.Descendants(), element => element.Name.LocalName == "dependency");
    }

    [Theory]
    [InlineData("RemoteDeploy")]
    [InlineData("RemoteDeploy.Tasks")]
    [InlineData("dotnet-remotedeploy")]
    public void SayLicenseReadmeAndDescription(string package)
    {
        var names = Nuspec(package).Descendants().Where(element => element.Value.Length > 0).Select(element => element.Name.LocalName).ToHashSet();
        Assert.Superset(new HashSet<string> { "license", "readme", "description", "authors" }, names);
    }

    [Fact]
    public void TheToolHasNativeCodeForThisMachineAndAPortablePackage()
    {
        var runtimes = Directory.GetFiles(packages.Feed, $"dotnet-remotedeploy.*.{packages.Version}.nupkg").Select(Path.GetFileName).ToList();
        Assert.Contains($"dotnet-remotedeploy.any.{packages.Version}.nupkg", runtimes);
        Assert.Equal(2, runtimes.Count);
    }

    private IReadOnlyList<string> Files(string package)
    {
        using var archive = ZipFile.OpenRead(packages.FileOf(package));
        return [.. archive.Entries.Select(entry => entry.FullName)
            .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.EndsWith(".psmdcp", StringComparison.Ordinal) && name != "[Content_Types].xml")
            .Order(StringComparer.Ordinal)];
    }

    private XDocument Nuspec(string package)
    {
        using var archive = ZipFile.OpenRead(packages.FileOf(package));
        using var stream = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }
}
