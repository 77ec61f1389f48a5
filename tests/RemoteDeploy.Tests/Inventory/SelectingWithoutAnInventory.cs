using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class SelectingWithoutAnInventory
{
    [Theory]
    [InlineData("lab1", "lab1")]
    [InlineData("lab2;user@10.0.0.7:2222;local:a;lab2", "lab2 user@10.0.0.7:2222 local:a")]
    [InlineData("lab[01-03]!lab02", "lab01 lab03")]
    [InlineData("ssh://h,h", "h")]
    public void Takes_names_as_they_are(string selector, string hosts) => Assert.Equal(hosts, HostInventory.Empty.NamesOf(selector));

    [Theory]
    [InlineData(null, "RD0012")]
    [InlineData(" ", "RD0012")]
    [InlineData("lab*", "RD0011")]
    [InlineData("@arm64", "RD0008")]
    [InlineData("lab1!lab2", "RD0008")]
    [InlineData("!lab1", "RD0008")]
    [InlineData("lab1!lab1", "RD0011")]
    [InlineData("a b", "RD0009")]
    public void Has_nothing_else_to_pick_from(string? selector, string code) => Assert.Equal(code, HostInventory.Empty.NamesOf(selector));

    [Fact]
    public void Leaves_aliases_to_ssh()
    {
        var host = Assert.Single(HostInventory.Empty.Select("lab1").Value);
        Assert.Equal((HostKind.Ssh, "lab1", null, null, null, null), (host.Kind, host.Address, host.User, host.Port, host.Identity, host.Base));
    }

    [Fact]
    public void Takes_literals_apart()
    {
        var host = Assert.Single(HostInventory.Empty.Select("ssh://ci@[fe80::1%eth0]:2222").Value);
        Assert.Equal(("ci@[fe80::1%eth0]:2222", "ci", "fe80::1%eth0", 2222), (host.Name, host.User, host.Address, host.Port));
    }

    [Fact]
    public void Names_the_file_that_has_no_hosts()
    {
        var fault = Assert.Single(Yaml.Load("app: web").Select(null).Faults);
        Assert.Equal(FaultCatalog.NoHosts, fault.Code);
        Assert.Equal(Yaml.Path, fault.Location!.File);
    }

    [Fact]
    public void Gives_aliases_the_defaults_of_the_file() =>
        Assert.Equal("ci", Assert.Single(Yaml.Load("defaults: {user: ci}").Select("lab1").Value).User);
}
