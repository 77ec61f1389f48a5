using System.Globalization;
using System.Text.RegularExpressions;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests.Infra;

/// <summary>dotnet on a terminal, where the terminal logger shows live lines.</summary>
internal static partial class Terminal
{
    /// <summary>Runs dotnet on a terminal; presses Ctrl+C once the file <paramref name="interruptAt"/> exists.</summary>
    internal static async Task<(string Output, int ExitCode, double SecondsAfterInterrupt)> DotnetOnTerminalAsync(this ScratchProject project, string interruptAt, params string[] arguments)
    {
        Prerequisite.Program("python3");
        var script = Path.Combine(Repository.Root, "tests", "RemoteDeploy.Packages.Tests", "Infra", "terminal.py");
        var environment = new Dictionary<string, string> { ["TERM"] = "xterm-256color", ["CI"] = "", ["NO_COLOR"] = "" };
        var output = await Programs.MustRunAsync(project.Call("python3", [script, "480", interruptAt, "dotnet", .. arguments], environment));
        var end = EndLine().Match(output);
        return (output, int.Parse(end.Groups["code"].Value, CultureInfo.InvariantCulture), double.Parse(end.Groups["after"].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"ended (?<after>-?[\d.]+) s after Ctrl\+C with (?<code>-?\d+)\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EndLine();
}
