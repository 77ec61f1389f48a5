using System.CommandLine;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>completion</c></summary>
internal static class CompletionVerb
{
    public static Command Create(Surroundings here)
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh", HelpName = "bash|zsh|fish|pwsh" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var verb = new VerbCommand(
            "completion",
            "Prints a script that teaches a shell to complete verbs, options, hosts, tags and suites.",
            "completion bash >> ~/.bashrc",
            "completion fish > ~/.config/fish/completions/dotnet-remotedeploy.fish")
        {
            shell,
        };
        verb.SetAction(parse =>
        {
            using var script = new StreamReader(Resource.Open("completion." + parse.GetRequiredValue(shell)));
            here.Output.Write(script.ReadToEnd());
            return ExitCodes.Success;
        });
        return verb;
    }
}
