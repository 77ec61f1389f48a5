using System.CommandLine;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Verbs;

namespace RemoteDeploy.Tool.Tests.CommandLine;

public sealed class Precedence : IDisposable
{
    private const string Settings = """
        app: web
        base: /srv/rd
        payload: bin/out
        release: 1.2.3
        digest: sha256
        verify: full
        keep: 7
        forks: 5
        timeout: 4m
        connectTimeout: 3s
        stallTimeout: 2s
        minRate: 80kbit
        allowFailures: 10%
        sshConfig: ~/lab/config
        requires: Microsoft.NETCore.App [10.0,11.0)
        afterCopy: [./prepare.sh, --fast]

        """;

    private const string Hosts = "hosts: [{name: lab1, identity: ~/.ssh/lab}]\n";

    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Defaults_hold_where_nothing_is_said()
    {
        folder.Write("remotedeploy.yml", Hosts);

        var request = Request("deploy", "out");

        var defaults = new DeployRequest { Hosts = [], Payload = "" };
        Assert.Equal(defaults with { Hosts = request.Hosts, Known = request.Known, Payload = Path.Combine(folder.Path, "out"), Requires = request.Requires }, request);
    }

    [Fact]
    public void The_file_wins_over_defaults()
    {
        folder.Write("remotedeploy.yml", Settings + Hosts);

        var request = Request("deploy");

        Assert.Equal("web", request.App);
        Assert.Equal("/srv/rd", request.Base);
        Assert.Equal(Path.Combine(folder.Path, "bin", "out"), request.Payload);
        Assert.Equal("1.2.3", request.Version);
        Assert.Equal((DigestAlgorithm.Sha256, VerifyMode.Full), (request.Digest, request.Verify));
        Assert.Equal((7, 5), (request.Keep, request.Forks));
        Assert.Equal((TimeSpan.FromMinutes(4), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)), (request.Timeout, request.ConnectTimeout, request.StallTimeout));
        Assert.Equal(10_000, request.MinRate);
        Assert.Equal("10%", request.AllowFailures.ToString());
        Assert.Equal("/home/me/lab/config", request.SshConfig);
        Assert.Equal("Microsoft.NETCore.App [10.0,11.0)", Assert.Single(request.Requires).ToString());
        Assert.Equal(["./prepare.sh", "--fast"], request.AfterCopy);
        Assert.Equal("/home/me/.ssh/lab", Assert.Single(request.Hosts).Identity);
    }

    [Fact]
    public void Options_win_over_the_file()
    {
        folder.Write("remotedeploy.yml", Settings + Hosts);

        var request = Request(
            "deploy", "~/here", "--app", "api", "--base", "~/rd", "--release", "9", "--digest", "md5", "--verify", "recorded", "--keep", "1",
            "--forks", "2", "--timeout", "90s", "--connect-timeout", "4s", "--stall-timeout", "1m", "--min-rate", "1.6kbit", "--allow-failures", "3", "-F", "cfg", "--on", "local:x");

        Assert.Equal(("api", "~/rd", "/home/me/here", "9"), (request.App, request.Base, request.Payload, request.Version));
        Assert.Equal((DigestAlgorithm.Md5, 1, 2, TimeSpan.FromSeconds(90)), (request.Digest, request.Keep, request.Forks, request.Timeout));
        Assert.Equal((TimeSpan.FromSeconds(4), TimeSpan.FromMinutes(1), 200), (request.ConnectTimeout, request.StallTimeout, request.MinRate));
        Assert.Equal(("3", VerifyMode.Recorded), (request.AllowFailures.ToString(), request.Verify));
        Assert.Equal(Path.Combine(folder.Path, "cfg"), request.SshConfig);
        Assert.Equal("local:x", Assert.Single(request.Hosts).Name);
    }

    [Theory]
    [InlineData("remotedeploy.yml")]
    [InlineData("testenvironments.json")]
    [InlineData("testEnvironments.json")]
    public void The_usual_inventories_are_found(string name)
    {
        var text = name.EndsWith("json", StringComparison.Ordinal)
            ? """{"version":"1","environments":[{"name":"lab1","type":"ssh","remoteUri":"ssh://me@lab1:22"}]}"""
            : Hosts;
        var file = folder.Write(name, text);

        var fleet = Gather("deploy");

        Assert.Equal(file, fleet.Inventory.File);
        Assert.Equal(folder.Path, fleet.WorkFolder);
        Assert.Equal("lab1", Assert.Single(fleet.Hosts).Name);
    }

    [Fact]
    public void The_work_folder_is_that_of_the_inventory()
    {
        folder.Write("lab/all.yml", Hosts);

        Assert.Equal(Path.Combine(folder.Path, "lab"), Gather("deploy", "-i", "lab/all.yml").WorkFolder);
        Assert.Equal(folder.Path, Gather("deploy", "--on", "local:x").WorkFolder);
    }

    [Fact]
    public async Task What_was_left_out_of_an_inventory_is_told()
    {
        folder.Write("testenvironments.json", """{"version":"1","environments":[{"name":"lab1","type":"ssh","remoteUri":"ssh://me@lab1:22"},{"name":"box","type":"docker","dockerImage":"x"}]}""");

        var text = await ToolCall.RunAsync(folder.Path, "hosts");
        var json = await ToolCall.RunAsync(folder.Path, "hosts", "--json");

        Assert.StartsWith("note: ", text.Error, StringComparison.Ordinal);
        Assert.Contains("box", text.Error, StringComparison.Ordinal);
        Assert.Empty(json.Error);
    }

    private DeployRequest Request(params string[] args)
    {
        var release = new ReleaseOptions();
        var payload = DeployVerb.PayloadArgument();
        var fleet = Gather(args, out var parse, verb =>
        {
            verb.Add(payload);
            release.AddTo(verb);
        });
        Assert.True(DeployVerb.Request(parse, fleet, payload, release).TryGet(out var request, out var faults), string.Join(' ', faults));
        return request;
    }

    private Fleet Gather(params string[] args) => Gather(args, out _, static _ => { });

    private Fleet Gather(string[] args, out ParseResult parse, Action<Command> complete)
    {
        var here = new Surroundings { WorkFolder = folder.Path, Home = "/home/me", Output = TextWriter.Null, Error = TextWriter.Null, OpenOutput = () => Stream.Null };
        var options = new FleetOptions(here);
        var verb = new Command("deploy");
        complete(verb);
        options.AddTo(verb);
        parse = new RootCommand { verb }.Parse(args, RemoteDeployTool.Parsing());
        Assert.Empty(parse.Errors);
        Assert.True(Fleet.Gather(parse, options, here).TryGet(out var fleet, out var faults), string.Join(' ', faults));
        return fleet;
    }
}
