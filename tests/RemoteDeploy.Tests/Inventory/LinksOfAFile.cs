using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Tests.Inventory;

public class LinksOfAFile
{
    private const string Hosts = "hosts: ['lab[1-3]', {name: board, tags: [slow]}]\ngroups: {rack: ['lab[1-2]']}\n";

    [Fact]
    public void Are_rates_of_the_uplink_and_of_selected_hosts()
    {
        var links = Yaml.Load(Hosts + "links:\n  uplink: 1Gbit\n  '@rack': 100Mbit\n  'board,lab3': 8 kbit").Links;

        Assert.Equal(125e6, links.Uplink);
        Assert.Equal(["board=1000", "lab1=12500000", "lab2=12500000", "lab3=1000"], Written(links));
        Assert.Empty(links.Direct);
    }

    [Fact]
    public void Of_a_later_line_win()
    {
        var links = Yaml.Load(Hosts + "links:\n  '*': 1Gbit\n  lab2: 8kbit").Links;

        Assert.Equal(["board=125000000", "lab1=125000000", "lab2=1000", "lab3=125000000"], Written(links));
    }

    [Fact]
    public void May_be_direct()
    {
        var links = Yaml.Load(Hosts + "links:\n  lab1: direct\n  'lab[1-2]': 100Mbit").Links;

        Assert.Equal(["lab1"], links.Direct);
        Assert.Equal(["lab1=12500000", "lab2=12500000"], Written(links));
    }

    [Fact]
    public void Are_unknown_where_nothing_is_said()
    {
        var inventory = Yaml.Load(Hosts);

        Assert.Null(inventory.Links.Uplink);
        Assert.Empty(inventory.Links.Hosts);
        Assert.Empty(inventory.Links.Direct);
        Assert.Null(inventory.Settings.Relay);
    }

    [Fact]
    public void Are_as_fast_as_their_slower_end()
    {
        var inventory = Yaml.Load(Hosts + "links: {uplink: 80kbit, lab1: 8kbit, lab2: 1Gbit}");
        var rates = inventory.Hosts.Select(inventory.Links.To);
        var ends = inventory.Hosts.Select((inventory.Links with { Uplink = null }).To);

        Assert.Equal([1e3, 1e4, 1e4, 1e4], rates);
        Assert.Equal([1e3, 125e6, null, null], ends);
    }

    [Theory]
    [InlineData("links:\n  uplink: fast", "RD0007 4:11")]
    [InlineData("links:\n  uplink: direct", "RD0007 4:11")]
    [InlineData("links:\n  uplink:", "RD0007 4:10")]
    [InlineData("links:\n  lab1: 100", "RD0007 4:9")]
    [InlineData("links:\n  lab1: [1Gbit]", "RD0007 4:9")]
    [InlineData("links:\n  lab1: 0Mbit", "RD0007 4:9")]
    [InlineData("links: 1Gbit", "RD0007 3:8")]
    [InlineData("relay: star", "RD0007 3:8")]
    [InlineData("relay: 1", "RD0007 3:8")]
    [InlineData("relay: [chain]", "RD0007 3:8")]
    public void That_cannot_be_are_refused_where_they_stand(string lines, string expected) => Assert.Equal([expected], Yaml.Faults(Hosts + lines));

    [Theory]
    [InlineData("lab9")]
    [InlineData("'@none'")]
    [InlineData("'lab[3-1]'")]
    public void Of_hosts_that_are_not_there_are_refused_at_the_selector(string selector)
    {
        var fault = Yaml.OnlyFault(Hosts + $"links:\n  uplink: 1Gbit\n  {selector}: direct");

        Assert.Equal((Yaml.Path, 5, 3), (fault.Location!.File, fault.Location.Line, fault.Location.Column));
    }

    [Fact]
    public void Are_all_read_before_anything_is_refused() =>
        Assert.Equal(2, Yaml.Faults(Hosts + "links:\n  uplink: fast\n  lab1: slow").Length);

    [Fact]
    public void Do_not_repeat_what_is_wrong_with_hosts() => Assert.Equal(["RD0007 1:9"], Yaml.Faults("hosts: ['lab[3-1]']\nlinks:\n  lab1: direct"));

    [Theory]
    [InlineData("auto", RelayMode.Auto)]
    [InlineData("off", RelayMode.Off)]
    [InlineData("chain", RelayMode.Chain)]
    [InlineData("Tree", RelayMode.Tree)]
    public void Are_used_in_the_way_the_file_wants(string word, RelayMode expected) =>
        Assert.Equal(expected, Yaml.Load($"{Hosts}relay: {word}").Settings.Relay);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("chain,tree")]
    [InlineData(" chain")]
    [InlineData("none")]
    public void Are_not_used_in_ways_that_are_no_words(string? word)
    {
        Assert.False(RelayModes.TryParse(word, out var mode));
        Assert.Equal(RelayMode.Auto, mode);
    }

    [Fact]
    public void Are_used_in_one_of_the_ways_that_refusals_name()
    {
        Assert.Equal(["auto", "off", "chain", "tree"], RelayModes.Words);
        Assert.All(RelayModes.Words, word => Assert.Contains(word, Yaml.OnlyFault(Hosts + "relay: star").ToString(), StringComparison.Ordinal));
    }

    private static string[] Written(LinkRates links) => [.. links.Hosts.Select(host => $"{host.Key}={host.Value}").Order(StringComparer.Ordinal)];
}
