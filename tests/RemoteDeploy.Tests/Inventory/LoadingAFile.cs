using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Tests.Inventory;

public class LoadingAFile
{
    [Fact]
    public void Reads_every_setting()
    {
        var settings = Yaml.Load(
            """
            version: 1
            app: web-1
            payload: bin/../out
            base: /srv/rd
            release: 1.0.0+abc
            digest: SHA256
            verify: Full
            keep: 5
            forks: 8
            timeout: 1h
            connectTimeout: 5s
            stallTimeout: 00:00:30
            minRate: 80kbit
            allowFailures: 10%
            sshConfig: lab.config
            requires: [Microsoft.NETCore.App 10.0, "Microsoft.AspNetCore.App [10.0,11.0)"]
            afterCopy: [./fix.sh, "a b", ""]
            """).Settings;
        Assert.Equal(("web-1", "/lab/out", "/srv/rd", "1.0.0+abc"), (settings.App, settings.Payload, settings.Base, settings.Version));
        Assert.Equal((DigestAlgorithm.Sha256, 5, 8, "10%"), (settings.Digest, settings.Keep, settings.Forks, settings.AllowFailures?.ToString()));
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)), (settings.Timeout, settings.ConnectTimeout, settings.StallTimeout));
        Assert.Equal(10_000, settings.MinRate);
        Assert.Equal(("/lab/lab.config", Planning.VerifyMode.Full), (settings.SshConfig, settings.Verify));
        Assert.Equal(["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"], settings.Requires.Select(requirement => requirement.Runtime));
        Assert.Equal(["./fix.sh", "a b", ""], settings.AfterCopy);
    }

    [Fact]
    public void Says_nothing_that_the_file_does_not_say()
    {
        var inventory = Yaml.Load("version: 1\nhosts:\ngroups:\nsuites:\ndefaults:\n");
        Assert.Equal(new InventorySettings(), inventory.Settings with { Requires = new InventorySettings().Requires });
        Assert.Empty(inventory.Hosts);
        Assert.Empty(inventory.Groups);
        Assert.Empty(inventory.Suites);
        Assert.Equal(Yaml.Path, inventory.File);
    }

    [Theory]
    [InlineData("afterCopy: ./my fix.sh", "./my fix.sh")]
    [InlineData("afterCopy: [./fix.sh]", "./fix.sh")]
    public void Takes_one_text_for_a_program(string text, string program) => Assert.Equal([program], Yaml.Load(text).Settings.AfterCopy);

    [Theory]
    [InlineData("payload: ~/out\nsshConfig: ~/.ssh/lab", "~/out", "~/.ssh/lab")]
    [InlineData("payload: /out\nsshConfig: ../c", "/out", "/c")]
    public void Leaves_the_home_folder_to_those_who_know_it(string text, string payload, string sshConfig)
    {
        var settings = Yaml.Load(text).Settings;
        Assert.Equal((payload, sshConfig), (settings.Payload, settings.SshConfig));
    }

    [Theory]
    [InlineData("version: 2")]
    [InlineData("version: one")]
    [InlineData("app: a/b")]
    [InlineData("app: ..")]
    [InlineData("app: -x")]
    [InlineData("app: ''")]
    [InlineData("app:")]
    [InlineData("app: [a]")]
    [InlineData("app: {a: b}")]
    [InlineData("payload: \"a\\nb\"")]
    [InlineData("payload: \"a\\0b\"")]
    [InlineData("base: rd")]
    [InlineData("base: ~")]
    [InlineData("base: ~ci/rd")]
    [InlineData("base: '~/a; rm -rf ~\n\n'")]
    [InlineData("release: a b")]
    [InlineData("digest: crc32")]
    [InlineData("verify: no")]
    [InlineData("keep: 0")]
    [InlineData("keep: -1")]
    [InlineData("forks: 1.5")]
    [InlineData("forks: 99999999999")]
    [InlineData("timeout: 90")]
    [InlineData("timeout: 0s")]
    [InlineData("connectTimeout: soon")]
    [InlineData("minRate: 5")]
    [InlineData("allowFailures: 101%")]
    [InlineData("allowFailures: some")]
    [InlineData("requires: 'Microsoft.NETCore.App ten'")]
    [InlineData("requires: {a: b}")]
    [InlineData("afterCopy: []")]
    [InlineData("afterCopy: ['']")]
    [InlineData("afterCopy: [a, \"b\\0\"]")]
    [InlineData("afterCopy: [a, [b]]")]
    [InlineData("defaults: 5")]
    [InlineData("hosts: 5")]
    [InlineData("groups: [a]")]
    public void Refuses_a_value_that_cannot_be(string text)
    {
        var fault = Yaml.OnlyFault(text);
        Assert.Equal(FaultCatalog.BadValue, fault.Code);
        Assert.Equal((Yaml.Path, 1), (fault.Location!.File, fault.Location.Line));
    }

    [Theory]
    [InlineData("pyaload: x", "'payload'")]
    [InlineData("Hosts: x", "'hosts'")]
    [InlineData("connecttimeout: 5s", "'connectTimeout'")]
    [InlineData("user: ci", "under defaults: or a host")]
    [InlineData("defaults: {identiy: x}", "'identity'")]
    [InlineData("defaults: {address: x}", "under a host")]
    [InlineData("hosts: [{name: a, prot: 5}]", "'port'")]
    [InlineData("suites: [{name: a, command: b, argumnets: c}]", "'arguments'")]
    [InlineData("suites: [{name: a, command: b, hosts: c}]", "at the top of the file")]
    [InlineData("wholly-unknown: x", "version, app")]
    public void Refuses_an_unknown_key_and_helps(string text, string advice)
    {
        var fault = Yaml.OnlyFault(text);
        Assert.Equal(FaultCatalog.UnknownKey, fault.Code);
        Assert.Contains(advice, fault.Try!, StringComparison.Ordinal);
    }

    [Fact]
    public void Reports_everything_at_its_line_and_column() =>
        Assert.Equal(
            ["RD0006 2:1", "RD0007 3:7", "RD0007 6:12", "RD0006 6:16", "RD0005 7:1", "RD0009 10:7", "RD0020 13:14"],
            Yaml.Faults(
                """
                version: 1
                appp: web
                keep: none
                hosts:
                  - lab01
                  - {name: -x, usr: ci}
                keep: 3
                groups:
                  a: lab01
                  b: ['a b', lab02]
                suites:
                  - name: smoke
                    timeout: 5
                    command: x
                """));

    [Theory]
    [InlineData("hosts: [lab01, -x]\ngroups: {g: x}\nsuites: {a: {command: b, on: x}}", "RD0007 1:16")]
    [InlineData("hosts: [lab01]\ngroups: {g: x}\nsuites: {a: {command: b, on: '@g'}}", "RD0008 2:13")]
    [InlineData("hosts: [lab01, {name: b, prot: 1}]\ngroups: {g: x}", "RD0006 1:26 RD0008 2:13")]
    public void Does_not_report_what_only_follows_from_another_mistake(string text, string faults) =>
        Assert.Equal(faults, string.Join(' ', Yaml.Faults(text)));

    [Theory]
    [InlineData("", "RD0005 1:1")]
    [InlineData("# nothing\n", "RD0005 1:1")]
    [InlineData("- a", "RD0007 1:1")]
    [InlineData("text", "RD0007 1:1")]
    [InlineData("app: a\napp: b", "RD0005 2:1")]
    [InlineData("app: a\nforks: 2\n---\napp: b", "RD0005 3:1")]
    [InlineData("app: &x web", "RD0005 1:6")]
    [InlineData("app: a\nbase: *x", "RD0005 2:7")]
    [InlineData("app: !!str web", "RD0005 1:6")]
    [InlineData("app: !web", "RD0005 1:6")]
    [InlineData("defaults:\n  <<: {user: ci}", "RD0005 2:3")]
    [InlineData("[a]: b", "RD0005 1:1")]
    [InlineData("app: 'web", "RD0005 1:6")]
    [InlineData("app: a\n\tkeep: 3", "RD0005 2:1")]
    [InlineData("hosts:\n\tlab1: {}", "RD0005 2:1")]
    [InlineData("hosts:\n  - @lab", "RD0005 2:5")]
    [InlineData("hosts:\n  - @lab\ndefaults:\n  note: |\n    a\n    \tb\n", "RD0005 2:5")]
    public void Refuses_what_is_not_well_formed(string text, string fault) => Assert.Equal(fault, Assert.Single(Yaml.Faults(text)));

    [Theory]
    [InlineData("groups:\n  a: *lab")]
    [InlineData("groups:\n  a: !lab")]
    [InlineData("groups:\n  a: @lab")]
    [InlineData("hosts: [lab[01-40], b]")]
    public void Advises_quotes_where_YAML_reads_a_selector_its_own_way(string text) =>
        Assert.Contains("quotes", Yaml.Read(text).Faults[0].Try!, StringComparison.Ordinal);

    [Fact]
    public void Reads_UTF8_with_and_without_a_byte_order_mark() => Assert.Equal("a", Yaml.Load("\uFEFFapp: a").Settings.App);

    [Fact]
    public void Refuses_what_is_not_UTF8()
    {
        var fault = Assert.Single(Yaml.Read([(byte)'a', (byte)'\n', (byte)'b', 0xFF, 0xFE]).Faults);
        Assert.Equal((FaultCatalog.InventoryDoesNotParse, 2), (fault.Code, fault.Location!.Line));
    }
}
