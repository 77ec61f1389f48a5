using System.Text.RegularExpressions;
using Microsoft.Build.Utilities;
using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What properties and metadata are called, and which slips of the keyboard are noticed.</summary>
public sealed partial class SettingNames
{
    [Fact]
    public void NoneIsOneThatMSBuildGivesEveryItem()
    {
        // Asked of an item of MSBuild's own: nothing is written on it, so that every name is one of MSBuild's.
        var ofMSBuild = new TaskItem("x").MetadataNames.Cast<string>().ToList();
        Assert.Contains("Identity", ofMSBuild);
        Assert.Empty(HostItems.Metadata.Known.Concat(SuiteReader.Metadata.Known).Intersect(ofMSBuild, StringComparer.OrdinalIgnoreCase));
        Assert.All(ofMSBuild, name => Assert.Throws<ArgumentException>(() => new ItemMetadata("RemoteHost", "Tags", name)));
    }

    [Fact]
    public void OfMSBuildAreNoSlips() =>
        Assert.Empty(HostItems.Metadata.Misspelled(new TaskItem("lab1"), new("App.csproj", 1, 1)));

    [Theory]
    [InlineData("Tagz", "Tags")]
    [InlineData("IdentityFiles", "IdentityFile")]
    [InlineData("Adress", "Address")]
    [InlineData("tags", null)]
    [InlineData("Id", null)]
    [InlineData("Rack", null)]
    [InlineData("Location", null)]
    public void OfAHost(string name, string? meant)
    {
        var item = new TaskItem("lab1", new Dictionary<string, string> { [name] = "x" });
        var faults = HostItems.Metadata.Misspelled(item, new("App.csproj", 1, 1)).ToList();
        Assert.Equal(meant is null ? [] : ["RD0002"], faults.Select(fault => fault.Code.ToString()));
        Assert.All(faults, fault => Assert.Contains($"{meant}?", fault.Try, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("RemoteDeployAppp", "RemoteDeployApp")]
    [InlineData("RemoteDeployDryrnu", "RemoteDeployDryRun")]
    [InlineData("RemoteDelpoyKeep", "RemoteDeployKeep")]
    [InlineData("RemoteHost", "RemoteHosts")]
    [InlineData("RemoteInventry", "RemoteInventory")]
    [InlineData("RemoteTestResultFolder", "RemoteTestResultsFolder")]
    [InlineData("remotedeployapp", null)]
    [InlineData("RemoteDeployUrl", null)]
    [InlineData("RemotePort", null)]
    [InlineData("RemoteBranch", null)]
    [InlineData("_RemoteDeployAppp", null)]
    public void OfAProperty(string name, string? meant) => Assert.Equal(meant, PropertyNames.Meant(name));

    [Fact]
    public void OfPropertiesAreTheOnesThatTheTargetsRead()
    {
        var targets = Path.Combine(Repository.Root, "src", "RemoteDeploy.Tasks");
        var read = Directory.EnumerateFiles(targets, "RemoteDeploy.*.targets", SearchOption.AllDirectories)
            .SelectMany(file => Properties().Matches(File.ReadAllText(file)))
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .Order(StringComparer.Ordinal);
        Assert.Equal(read, PropertyNames.Known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AreAllOnThePage()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "src", "RemoteDeploy.Tasks", "docs", "msbuild.md"));
        var names = PropertyNames.Known.Concat(HostItems.Metadata.Known).Concat(SuiteReader.Metadata.Known);
        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"\$\((?<name>Remote\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Properties();
}
