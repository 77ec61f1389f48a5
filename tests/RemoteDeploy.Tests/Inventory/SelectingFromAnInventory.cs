using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class SelectingFromAnInventory
{
    private static readonly HostInventory Lab = Yaml.Load(
        """
        defaults: {user: ci, port: 2200, identity: /keys/lab, base: /srv/rd, rid: linux-x64, tags: [lab]}
        hosts:
          - lab[01-04]
          - {name: board1, address: 10.0.1.1, tags: [arm64, slow]}
          - {name: board2, address: 10.0.1.2, tags: [arm64]}
          - root@10.0.0.7:22
          - local:a
        groups:
          rack1: [lab01, lab02]
          sick: []
        """);

    [Theory]
    [InlineData(null, "lab01 lab02 lab03 lab04 board1 board2 root@10.0.0.7:22 local:a")]
    [InlineData("*", "lab01 lab02 lab03 lab04 board1 board2 root@10.0.0.7:22 local:a")]
    [InlineData("@lab!local:*", "lab01 lab02 lab03 lab04 board1 board2 root@10.0.0.7:22")]
    [InlineData("lab03,lab01,lab03", "lab01 lab03")]
    [InlineData("lab[02-03]", "lab02 lab03")]
    [InlineData("lab[01-04]!lab[02-03]", "lab01 lab04")]
    [InlineData("@arm64&@slow", "board1")]
    [InlineData("@arm64!@slow", "board2")]
    [InlineData("@a*", "board1 board2")]
    [InlineData("@rack[1-1]", "lab01 lab02")]
    [InlineData("!@rack1&lab*", "lab03 lab04")]
    [InlineData("lab*!lab01&@rack1", "lab02")]
    [InlineData("lab01,lab02&lab02", "lab01 lab02")]
    [InlineData("(lab01,lab02)&lab02", "lab02")]
    [InlineData("lab*!@sick&lab01", "lab01")]
    [InlineData("lab*!(@sick,lab01)", "lab02 lab03 lab04")]
    [InlineData("ssh://root@10.0.0.7:22/", "root@10.0.0.7:22")]
    [InlineData("x@lab09:22,lab01,local:b", "lab01 x@lab09:22 local:b")]
    [InlineData("ssh://other", "other")]
    [InlineData("ssh://lab01", "lab01")]
    [InlineData("local:n[1-3]", "local:n1 local:n2 local:n3")]
    [InlineData("x@h[1-2]:22!x@h1:22", "x@h2:22")]
    [InlineData("x@::1", "x@[::1]")]
    public void Picks(string? selector, string hosts) => Assert.Equal(hosts, Lab.NamesOf(selector));

    [Theory]
    [InlineData("lab5")]
    [InlineData("lab01,lab05")]
    [InlineData("*!lab05")]
    [InlineData("lab01&lab05")]
    [InlineData("lab[03-05]")]
    [InlineData("*!lab[03-05]")]
    [InlineData("rack1")]
    [InlineData("@rack2")]
    [InlineData("lab01,@rack2")]
    [InlineData("*!@rack2")]
    [InlineData("@rack[1-2]")]
    [InlineData("10.0.0.9")]
    [InlineData("*!x@other")]
    [InlineData("LAB01")]
    public void Knows_when_a_name_is_not_there(string selector)
    {
        var fault = Assert.Single(Lab.Select(selector).Faults);
        Assert.Equal(FaultCatalog.UnknownHost, fault.Code);
        Assert.NotNull(fault.Try);
    }

    [Theory]
    [InlineData("web*")]
    [InlineData("lab01,web*")]
    [InlineData("*!web*")]
    [InlineData("web[1-3]")]
    [InlineData("@web*")]
    [InlineData("@sick")]
    [InlineData("lab01,@sick")]
    [InlineData("lab01&@sick")]
    [InlineData("lab01&lab02")]
    [InlineData("lab01!@rack1")]
    [InlineData("lab01&x@other")]
    public void Knows_when_nothing_is_left(string selector) =>
        Assert.Equal(FaultCatalog.NothingSelected, Assert.Single(Lab.Select(selector).Faults).Code);

    [Fact]
    public void Reports_every_part_that_is_wrong() => Assert.Equal("RD0008 RD0008 RD0011", Lab.NamesOf("lab1,@rak1,web*"));

    [Theory]
    [InlineData("lba01", "'lab01'")]
    [InlineData("baord1", "'board1'")]
    [InlineData("Lab01", "'lab01'")]
    [InlineData("@rak1", "'@rack1'")]
    [InlineData("@arm46", "'@arm64'")]
    [InlineData("rack1", "'@rack1'")]
    public void Suggests_the_near_miss(string selector, string suggestion) =>
        Assert.Contains(suggestion, Lab.Select(selector).Faults[0].Try!, StringComparison.Ordinal);

    [Fact]
    public void Suggests_nothing_far_fetched()
    {
        var inventory = Yaml.Load("hosts: [a, b]");
        Assert.DoesNotContain("mean", inventory.Select("c").Faults[0].Try!, StringComparison.Ordinal);
        Assert.Contains("a, b", inventory.Select("c").Faults[0].Try!, StringComparison.Ordinal);
        Assert.EndsWith("Did you mean 'lab01'? A host outside the inventory is written user@host, host:port or ssh://host.", Lab.Select("lba01").Faults[0].ToString(), StringComparison.Ordinal);
        Assert.EndsWith("'@rack1'?", Lab.Select("@rak1").Faults[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Says_how_a_host_outside_is_written() =>
        Assert.Contains("ssh://host", Lab.Select("elsewhere").Faults[0].Try!, StringComparison.Ordinal);

    [Fact]
    public void Names_what_a_range_lacks() =>
        Assert.Contains("'lab[05-06]'", Lab.Select("lab[01-06]").Faults[0].Message, StringComparison.Ordinal);

    [Fact]
    public void Gives_literals_the_defaults()
    {
        var host = Assert.Single(Lab.Select("x@other:22").Value);
        Assert.Equal(("x", 22, "/keys/lab", "/srv/rd", "linux-x64"), (host.User, host.Port, host.Identity, host.Base, host.Rid));
        Assert.Equal(["lab"], host.Tags);
        Assert.Null(host.Location);
        Assert.Equal(("ci", 2200), (Lab.Select("ssh://other").Value[0].User, Lab.Select("ssh://other").Value[0].Port));
    }

    [Fact]
    public void Gives_local_literals_no_login()
    {
        var host = Assert.Single(Lab.Select("local:z").Value);
        Assert.Equal((HostKind.Local, "z", null, null, null, "/srv/rd"), (host.Kind, host.Address, host.User, host.Port, host.Identity, host.Base));
    }

    [Fact]
    public void Returns_the_inventory_s_host_for_its_literal()
    {
        Assert.Same(Lab.Hosts.Single(host => host.Name == "root@10.0.0.7:22"), Assert.Single(Lab.Select("ssh://root@10.0.0.7:22").Value));
    }

    [Fact]
    public void Works_on_hosts_that_a_program_made()
    {
        var inventory = new HostInventory
        {
            Hosts = [new Host { Name = "a", Address = "a", Tags = ["t"] }, new Host { Name = "b", Address = "b", Groups = ["g"] }],
        };
        Assert.Equal("a b", inventory.NamesOf("@t,@g"));
    }
}
