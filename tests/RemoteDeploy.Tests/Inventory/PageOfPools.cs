using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Inventory;

/// <summary>The example of docs/pools.md is a file that works.</summary>
public class PageOfPools
{
    private static readonly string Page = File.ReadAllText(PagePath());

    [Fact]
    public void Has_an_example_that_can_be_read()
    {
        using var folder = PayloadFolder.Plain().File("remotedeploy.yml", Page.Split("```yaml\n")[1].Split("```")[0]).File("nightly.txt", "./long.sh one\n./long.sh two\n");
        var inventory = InventoryFile.Load(Path.Combine(folder.Path, "remotedeploy.yml")).Value;

        Assert.Equal("lab01 lab02 lab03 lab04 lab05 lab06 spare1 spare2 board", inventory.NamesOf(null));
        Assert.Equal([("unit", SuiteMode.Pool), ("nightly", SuiteMode.Pool), ("boards", SuiteMode.Pool), ("license", SuiteMode.Any)], inventory.Suites.Select(suite => (suite.Name, suite.Mode)));
        var unit = inventory.Suites[0];
        Assert.Equal((UnitSize.Class, 2, TimeSpan.FromMinutes(5)), (unit.Unit, unit.Retries, unit.Timeout));
        Assert.Equal(2, unit.Requires.Count);
        Assert.Equal(("lab01 lab02 lab03 lab04 lab05 lab06 spare1 spare2", "spare1 spare2"), (inventory.NamesOf(unit.On), inventory.NamesOf(unit.Spares)));
        Assert.Equal([false, true], inventory.Suites[2].Units.Select(one => one.IsDestructive));
        Assert.EndsWith("/durations.json", inventory.Settings.HistoryFile, StringComparison.Ordinal);
        Assert.Empty(inventory.Suites.SelectMany(SuiteCheck.Find));
    }

    /// <summary>A reader who looks up a number finds the one that counts.</summary>
    [Fact]
    public void Says_the_defaults_as_they_are()
    {
        Assert.Equal((0.1, 2), (new PoolSettings().StartShare, new PoolSettings().MostLosses));
        Assert.Contains("at most a tenth of the time", Page, StringComparison.Ordinal);
        Assert.Contains("after two hosts it is RD1028", Page, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMinutes(2), new RemoteDeploy.Planning.TestRequest { Hosts = [], Suites = [], Payload = "" }.LostAfter);
        Assert.Contains("`--lost-after` (2 minutes)", Page, StringComparison.Ordinal);
    }

    private static string PagePath([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "../../../src/RemoteDeploy/docs/pools.md"));
}
