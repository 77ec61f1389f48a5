using System.Globalization;
using System.Text.RegularExpressions;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Samples.Tests;

public sealed partial class Readme
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void HasAtMost120Lines() => Assert.InRange(Text.Split('\n').Length, 20, 121);

    [Fact]
    public void NamesOnlyFilesThatExist()
    {
        var files = Links().Matches(Text).Select(match => match.Groups[1].Value)
            .Concat(Scripts().Matches(Text).Select(match => match.Value)).ToList();
        Assert.Contains("build/quickstart.sh", files);
        Assert.All(files, file => Assert.True(Path.Exists(Repository.PathOf(file)), file));
    }

    [Fact]
    public void GivesTheExitCodeOfEveryCategory()
    {
        var rows = ExitCodeRows().Matches(Text).ToDictionary(match => match.Groups[2].Value, match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        var expected = FaultCatalog.All.Select(descriptor => descriptor.Code).DistinctBy(code => code.Category)
            .ToDictionary(code => $"RD{code.ToString()[2]}xxx", code => ExitCodes.Of(code.Category));
        expected["RD9xxx"] = ExitCodes.Of(FaultCategory.Internal);
        Assert.Equal(expected.OrderBy(pair => pair.Key), rows.OrderBy(pair => pair.Key));
    }

    [Fact]
    public void GivesTheOrderOfExitCodes()
    {
        var order = ExitCodeOrder().Match(Text).Groups[1].Value.Split(", ").Select(code => int.Parse(code, CultureInfo.InvariantCulture)).ToList();
        var faults = Enum.GetValues<FaultCategory>().Select(category => FaultCatalog.All.First(page => page.Code.Category == category))
            .Select(page => new Fault(page.Code, "failed")).ToDictionary(fault => ExitCodes.Of(fault.Code.Category));
        Assert.Equal(order.Order(), faults.Keys.Append(ExitCodes.Cancelled).Order());
        Assert.Equal(ExitCodes.Cancelled, order[0]);
        Assert.Equal(order[1..], order[1..].OrderBy(code => faults.Keys.Count(other => ExitCodes.Of([faults[code], faults[other]]) == other)));
    }

    [Fact]
    public void ShowsAnInventoryThatLoads()
    {
        var inventory = LoadInventory();
        Assert.Equal(41, inventory.Hosts.Count);
        Assert.Equal("smoke", Assert.Single(inventory.Suites).Name);
        Assert.Equal(38, inventory.Select("lab[01-40]&!lab01&!@sick").Value!.Count);
    }

    [Fact]
    public void PicksHostsOfItsInventoryWithEverySelector()
    {
        var inventory = LoadInventory();
        var selectors = Selectors().Matches(Text).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(selectors);
        Assert.All(selectors, selector => Assert.Empty(inventory.Select(selector).Faults));
        Assert.Equal(39, inventory.Select("lab[01-40]&@arm64!@sick").Value!.Count);
    }

    /// <summary>Two PackageReferences of one package are NU1504.</summary>
    [Fact]
    public void AddsThePackageOnce() => Assert.Single(PackageReferences().Matches(Text));

    private static HostInventory LoadInventory()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("rd-readme-").FullName, "remotedeploy.yml");
        File.WriteAllText(file, Inventory().Match(Text).Groups[1].Value);
        var inventory = InventoryFile.Load(file);
        Assert.Empty(inventory.Faults);
        return inventory.Value!;
    }

    [GeneratedRegex(@"\]\(([^):]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"build/\w+\.sh", RegexOptions.None, 1000)]
    private static partial Regex Scripts();

    [GeneratedRegex(@"^\| (\d+)(?:, \d+)? \| [^|]*\((RD\dxxx)\)", RegexOptions.Multiline, 1000)]
    private static partial Regex ExitCodeRows();

    [GeneratedRegex(@"the first of ([\d, ]+) is the exit code", RegexOptions.None, 1000)]
    private static partial Regex ExitCodeOrder();

    [GeneratedRegex(@"--on '([^']+)'", RegexOptions.None, 1000)]
    private static partial Regex Selectors();

    [GeneratedRegex(@"dotnet add package RemoteDeploy\.Tasks|<PackageReference Include=""RemoteDeploy\.Tasks""", RegexOptions.None, 1000)]
    private static partial Regex PackageReferences();

    [GeneratedRegex(@"```yaml\n(# remotedeploy\.yml.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Inventory();
}
