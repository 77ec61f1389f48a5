using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class HostsOfAFile
{
    private static string Names(string text) => string.Join(' ', Yaml.Load(text).Hosts.Select(host => host.Name));

    [Theory]
    [InlineData("hosts:\n  - lab[01-03]\n  - local:a\n  - ci@10.0.0.7:2222\n  - ssh://ci@b:22\n  - '[::1]:22'\n  - ::1", "lab01 lab02 lab03 local:a ci@10.0.0.7:2222 ci@b:22 [::1]:22 [::1]")]
    [InlineData("hosts:\n  lab[1-2,9]:\n  local:a:\n  board: {address: 10.0.0.1}", "lab1 lab2 lab9 local:a board")]
    [InlineData("hosts: ['lab[01-02]', {name: x}]", "lab01 lab02 x")]
    [InlineData("hosts:\n  - 7\n  - 'null'\n  - 1e3", "7 null 1e3")]
    public void Are_a_list_or_keys(string text, string names) => Assert.Equal(names, Names(text));

    [Fact]
    public void Have_all_settings()
    {
        var host = Assert.Single(Yaml.Load(
            """
            hosts:
              - name: board
                address: fe80::1
                user: ci
                port: 2222
                identity: keys/lab
                base: ~/rd
                rid: linux-arm64
                tags: [arm64, slow, arm64]
            """).Hosts);
        Assert.Equal(("board", HostKind.Ssh, "fe80::1", "ci", 2222), (host.Name, host.Kind, host.Address, host.User, host.Port));
        Assert.Equal(("/lab/keys/lab", "~/rd", "linux-arm64"), (host.Identity, host.Base, host.Rid));
        Assert.Equal(["arm64", "slow"], host.Tags);
        Assert.Equal(new SourceLocation(Yaml.Path, 2, 11), host.Location);
    }

    [Fact]
    public void Take_from_the_defaults_what_they_do_not_say()
    {
        var hosts = Yaml.Load(
            """
            defaults: {user: ci, port: 2200, identity: ~/.ssh/lab, base: /srv, rid: linux-x64, tags: lab}
            hosts:
              a: {user: root, tags: [x]}
              b@c:22:
              local:d:
            """).Hosts;
        Assert.Equal(("root", 2200, "~/.ssh/lab", "/srv", "linux-x64"), (hosts[0].User, hosts[0].Port, hosts[0].Identity, hosts[0].Base, hosts[0].Rid));
        Assert.Equal(["lab", "x"], hosts[0].Tags);
        Assert.Equal(("b", "c", 22), (hosts[1].User, hosts[1].Address, hosts[1].Port));
        Assert.Equal((null, null, null, "/srv"), (hosts[2].User, hosts[2].Port, hosts[2].Identity, hosts[2].Base));
    }

    [Fact]
    public void Leave_to_ssh_what_nobody_says()
    {
        var host = Assert.Single(Yaml.Load("hosts: [lab1]").Hosts);
        Assert.Equal((null, null, null, null, null), (host.User, host.Port, host.Identity, host.Base, host.Rid));
        Assert.Empty(host.Tags);
        Assert.Empty(host.Groups);
    }

    [Fact]
    public void Count_addresses_along_with_names()
    {
        var hosts = Yaml.Load("hosts:\n  r[1-2]n[1-2]: {address: '10.0.[1-2].[11-12]'}\n  b[1-2]: {address: 'root@10.9.9.[1-2]:22'}").Hosts;
        Assert.Equal(["10.0.1.11", "10.0.1.12", "10.0.2.11", "10.0.2.12", "10.9.9.1", "10.9.9.2"], hosts.Select(host => host.Address));
        Assert.Equal(("root", 22), (hosts[5].User, hosts[5].Port));
    }

    [Theory]
    [InlineData("hosts: [-oProxyCommand=id]")]
    [InlineData("hosts: ['host;id']")]
    [InlineData("hosts: ['$(id)']")]
    [InlineData("hosts: ['a b']")]
    [InlineData("hosts: [\"a\\nb\"]")]
    [InlineData("hosts: ['-x@a']")]
    [InlineData("hosts: ['a:pw@b']")]
    [InlineData("hosts: ['a@b@c']")]
    [InlineData("hosts: ['a%h']")]
    [InlineData("hosts: ['a%h@b']")]
    [InlineData("hosts: ['..']")]
    [InlineData("hosts: ['local:..']")]
    [InlineData("hosts: ['local:a/b']")]
    [InlineData("hosts: ['local:']")]
    [InlineData("hosts: ['']")]
    [InlineData("hosts: [~]")]
    [InlineData("hosts: [[a]]")]
    [InlineData("hosts: ['a:0']")]
    [InlineData("hosts: ['a:65536']")]
    [InlineData("hosts: ['[::1']")]
    [InlineData("hosts: ['[::1]22']")]
    [InlineData("hosts: ['[1:2]']")]
    [InlineData("hosts: ['1:2:3']")]
    [InlineData("hosts: ['http://a']")]
    [InlineData("hosts: ['lab*']")]
    [InlineData("hosts: ['lab[3-1]']")]
    [InlineData("hosts: ['lab[1-']")]
    [InlineData("hosts: ['lab[1-10001]']")]
    [InlineData("hosts: ['a[1-9999]', 'b[1-9999]']")]
    [InlineData("hosts: [{user: ci}]")]
    [InlineData("hosts: [{name: }]")]
    [InlineData("hosts: [{name: a, user: 'b c'}]")]
    [InlineData("hosts: [{name: a, user: -b}]")]
    [InlineData("hosts: [{name: a, port: 0}]")]
    [InlineData("hosts: [{name: a, port: 65536}]")]
    [InlineData("hosts: [{name: a, identity: \"b\\nc\"}]")]
    [InlineData("hosts: [{name: a, base: b}]")]
    [InlineData("hosts: [{name: a, tags: [b c]}]")]
    [InlineData("hosts: [{name: a, rid: b/c}]")]
    [InlineData("hosts: [{name: a, address: -b}]")]
    [InlineData("hosts: [{name: 'a[1-2]', address: b}]")]
    [InlineData("hosts: [{name: a, address: 'b[1-2]'}]")]
    [InlineData("hosts: [{name: 'a[1-2]', address: 'b[1-3]'}]")]
    [InlineData("hosts: [{name: u@a, user: b}]")]
    [InlineData("hosts: [{name: 'a:22', port: 23}]")]
    [InlineData("hosts: [{name: a, address: u@b, user: c}]")]
    [InlineData("hosts: [{name: u@a, address: b}]")]
    [InlineData("hosts: [{name: 'local:a', user: b}]")]
    [InlineData("hosts: [{name: 'local:a', address: b}]")]
    [InlineData("hosts: [{name: a, address: 'local:b'}]")]
    [InlineData("hosts: {a: {name: b}}")]
    [InlineData("hosts: {a: b}")]
    public void That_cannot_be_are_refused(string text)
    {
        var fault = Yaml.OnlyFault(text);
        Assert.Equal(FaultCatalog.BadValue, fault.Code);
        Assert.Equal(1, fault.Location!.Line);
    }

    [Theory]
    [InlineData("hosts:\n  - lab[01-03]\n  - lab02", 3)]
    [InlineData("hosts:\n  - lab01\n  - LAB01", 3)]
    [InlineData("hosts:\n  - ci@a:22\n  - ssh://ci@a:22", 3)]
    [InlineData("hosts:\n  - lab[1-2,2]", 2)]
    [InlineData("hosts:\n  - local:a\n  - local:A", 3)]
    public void That_come_twice_are_refused(string text, int line)
    {
        var fault = Yaml.OnlyFault(text);
        Assert.Equal((FaultCatalog.NameCollision, line), (fault.Code, fault.Location!.Line));
    }

    [Fact]
    public void May_be_ten_thousand() => Assert.Equal(10_000, Yaml.Load("hosts: ['lab[1-10000]']").Hosts.Count);

    [Fact]
    public void Point_at_the_character_of_a_bad_range() => Assert.Equal(["RD0007 2:12"], Yaml.Faults("hosts:\n  - lab[01-x]"));

    [Fact]
    public void With_the_name_as_a_key_of_a_list_item_are_explained()
    {
        var faults = Yaml.Read("hosts:\n  - lab01: {user: ci}").Faults;
        Assert.Contains(faults, fault => fault.Code == FaultCatalog.BadValue && fault.Try!.Contains("name: lab01", StringComparison.Ordinal));
    }
}
