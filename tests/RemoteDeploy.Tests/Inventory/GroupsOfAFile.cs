using RemoteDeploy.Faults;

namespace RemoteDeploy.Tests.Inventory;

public class GroupsOfAFile
{
    private const string Hosts = "hosts: ['lab[01-04]', {name: b, tags: [arm64]}, 'local:a', 'ci@h:22']\ngroups:\n";

    [Theory]
    [InlineData("  g: [lab01, 'lab[03-04]']", "lab01 lab03 lab04")]
    [InlineData("  g: lab01,b", "lab01 b")]
    [InlineData("  g: 'lab*!lab02'", "lab01 lab03 lab04")]
    [InlineData("  g: ['local:*', ci@h:22]", "local:a ci@h:22")]
    [InlineData("  g: ['@arm64', lab01]", "lab01 b")]
    [InlineData("  g: ['@x', '@y']\n  x: lab01\n  y: ['@z']\n  z: [lab02]", "lab01 lab02")]
    [InlineData("  g: '*!@sick'\n  sick: []", "lab01 lab02 lab03 lab04 b local:a ci@h:22")]
    [InlineData("  g: ['@empty', b]\n  empty:", "b")]
    public void Hold_what_they_say(string groups, string hosts) => Assert.Equal(hosts, Yaml.Load(Hosts + groups).NamesOf("@g"));

    [Fact]
    public void Are_known_in_order_and_on_their_hosts()
    {
        var inventory = Yaml.Load(Hosts + "  z: [lab01]\n  a: ['@z']\n  none: []");
        Assert.Equal(["z", "a", "none"], inventory.Groups);
        Assert.Equal(["z", "a"], inventory.Hosts[0].Groups);
        Assert.Empty(inventory.Hosts[1].Groups);
    }

    [Fact]
    public void May_share_a_name_with_a_tag() => Assert.Equal("lab01 b", Yaml.Load(Hosts + "  arm64: [lab01]").NamesOf("@arm64"));

    [Theory]
    [InlineData("  g: [lab01, lab05]", "RD0008 3:14", "'lab0")]
    [InlineData("  g: '@arm46'", "RD0008 3:6", "'@arm64'")]
    [InlineData("  g: [arm64]", "RD0008 3:7", "'@arm64'")]
    [InlineData("  g: [x@other]", "RD0008 3:7", "hosts are")]
    [InlineData("  g: [lab01, 'web*']", "RD0011 3:14", "hosts are")]
    [InlineData("  g: 'lab01&'", "RD0009 3:6", null)]
    [InlineData("  g: '@g'", "RD0007 3:3", "references")]
    [InlineData("  g: ['@h']\n  h: ['@i']\n  i: ['@h']", "RD0007 4:3", "references")]
    [InlineData("  'g g': [lab01]", "RD0007 3:3", null)]
    [InlineData("  g: {a: b}", "RD0007 3:6", null)]
    public void That_cannot_be_are_refused(string groups, string fault, string? advice)
    {
        Assert.Equal(fault, Assert.Single(Yaml.Faults(Hosts + groups)));
        Assert.Contains(advice ?? "", Yaml.OnlyFault(Hosts + groups).Try ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void That_refer_to_each_other_show_the_circle() =>
        Assert.Contains("h -> i -> h", Yaml.OnlyFault(Hosts + "  g: ['@h']\n  h: ['@i']\n  i: ['@h']").Message, StringComparison.Ordinal);

    [Fact]
    public void That_refer_to_each_other_without_end_are_refused()
    {
        var chain = string.Join('\n', Enumerable.Range(0, 900).Select(number => $"  g{number}: '@g{number + 1}'"));
        Assert.Equal(FaultCatalog.BadValue, Yaml.Read(Hosts + chain + "\n  g900: lab01").Faults[0].Code);
    }

    [Fact]
    public void Are_not_more_than_a_thousand()
    {
        var many = string.Join('\n', Enumerable.Range(0, 1001).Select(number => $"  g{number}: lab01"));
        Assert.Equal(["RD0007 1003:3"], Yaml.Faults(Hosts + many));
    }
}
