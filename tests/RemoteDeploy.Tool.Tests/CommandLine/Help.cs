using System.CommandLine;
using RemoteDeploy.Inventory;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Tests.CommandLine;

public sealed class Help
{
    private static readonly string[] CommonOptions =
    [
        "--inventory", "-i", "--on", "--ssh-config", "-F", "--app", "--base", "--digest", "--forks", "--timeout", "--json", "--dry-run", "--no-color",
    ];

    private static readonly string[] WithoutHosts = ["init", "explain", "completion", "attach", "logs", "stop", "report"];

    private static RootCommand Root() => RemoteDeployTool.Root(new Surroundings
    {
        WorkFolder = Path.GetTempPath(),
        Output = TextWriter.Null,
        Error = TextWriter.Null,
        OpenOutput = () => Stream.Null,
    });

    public static TheoryData<string> Verbs() => [.. Root().Subcommands.Select(verb => verb.Name)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Shows_one_or_two_examples(string verb)
    {
        var call = await ToolCall.RunAsync(Path.GetTempPath(), verb, "--help");

        Assert.Equal(0, call.ExitCode);
        Assert.InRange(call.Output.Split("  dotnet remotedeploy " + verb).Length - 1, 1, 2);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Examples_are_valid_command_lines(string verb)
    {
        var root = Root();
        foreach (var example in root.Subcommands.OfType<VerbCommand>().Single(command => command.Name == verb).Examples)
        {
            // What follows >> and > is the shell's.
            Assert.True(ShellWords.TrySplit(example.Split(" >")[0], out var words, out var problem), problem);
            var parse = root.Parse(words.ToArray(), RemoteDeployTool.Parsing());
            Assert.Empty(UsageFaults.Of(parse));
            Assert.Equal(verb, parse.CommandResult.Command.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Verbs_about_hosts_share_their_options(string verb)
    {
        var names = Root().Subcommands.Single(command => command.Name == verb).Options.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet();

        Assert.Equal(!WithoutHosts.Contains(verb), CommonOptions.All(names.Contains));
    }

    [Fact]
    public async Task Is_given_when_nothing_is_asked_for()
    {
        var call = await ToolCall.RunAsync(Path.GetTempPath());

        Assert.Equal((64, ""), (call.ExitCode, call.Output));
        Assert.All(Root().Subcommands, verb => Assert.Contains($"\n  {verb.Name} ", call.Error, StringComparison.Ordinal));
        Assert.Contains("error RD0002:", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_given_however_wrong_the_rest_is()
    {
        var call = await ToolCall.RunAsync(Path.GetTempPath(), "deploy", "--forks", "0", "--help");

        Assert.Equal(0, call.ExitCode);
        Assert.Contains("--allow-failures", call.Output, StringComparison.Ordinal);
    }
}
