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
    public void ShowsAnInventoryThatLoads()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("rd-readme-").FullName, "remotedeploy.yml");
        File.WriteAllText(file, Inventory().Match(Text).Groups[1].Value);
        var inventory = InventoryFile.Load(file);
        Assert.Empty(inventory.Faults);
        Assert.Equal(41, inventory.Value!.Hosts.Count);
        Assert.Equal("smoke", Assert.Single(inventory.Value.Suites).Name);
        Assert.Equal(38, inventory.Value.Select("lab[01-40]&!lab01&!@sick").Value!.Count);
    }

    [GeneratedRegex(@"\]\(([^):]+)\)", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(@"build/\w+\.sh", RegexOptions.None, 1000)]
    private static partial Regex Scripts();

    [GeneratedRegex(@"^\| (\d+)(?:, \d+)? \| [^|]*\((RD\dxxx)\)", RegexOptions.Multiline, 1000)]
    private static partial Regex ExitCodeRows();

    [GeneratedRegex(@"```yaml\n(# remotedeploy\.yml.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Inventory();
}
