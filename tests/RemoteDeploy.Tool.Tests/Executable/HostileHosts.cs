using System.Diagnostics;
using System.Text.Json;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>
/// A host whose every program, file name, test and result says what terminals and build servers obey: none of it comes out of the tool
/// in that form, whatever it is run on, and none of it changes what the run says.
/// </summary>
public sealed class HostileHosts : IDisposable
{
    private const string Evil = "\u001b]52;c;cHduZWQ=\u0007\u001b[2J\u009b31m\u202eP0WNED ##vso[task.setvariable variable=P0WNED]1 ##[error]P0WNED ##teamcity[buildStatus text='P0WNED']";
    private readonly Folder folder = new();

    public HostileHosts()
    {
        Prerequisite.Posix();
        folder.Write("remotedeploy.yml", """
            app: web
            payload: out
            hosts: [local:a]
            suites:
              red: {command: ./red.sh, results: "*.xml", artifacts: ["**"]}
              pooled: {mode: pool, unitsFrom: ./list.sh}
            """);
        folder.Write("out/app.txt", "one");
        folder.Write("evil", Lines);
        Script("out/red.sh", $"""
            cat '{folder.Path}/evil'; cat '{folder.Path}/evil' >&2
            name=$(printf 'a\033]0;x\007##vso[task.x]P0WNED.log'); : >"$name"
            cat >r.xml <<'X'
            <testsuite name="::error::P0WNED" tests="1"><testcase classname="::error::P0WNED ##vso[task.complete]P0WNED" name="##vso[task.setvariable variable=P0WNED]1"><failure message="::error::P0WNED&#10;::set-env name=P0WNED::1">at ::error::P0WNED() in ##vso[task.x]P0WNED.cs:line 7&#xD;::stop-commands::P0WNED</failure><system-out>::add-mask::P0WNED&#10;##[group]P0WNED</system-out></testcase></testsuite>
            X
            exit 1
            """);
        Script("out/list.sh", "echo './red.sh \"::error::P0WNED\"'; echo './red.sh \"##vso[task.x]P0WNED\"'; cat '" + folder.Path + "/evil' >&2");
    }

    // Each with something that stands at the beginning of a line.
    private static string Lines => string.Join('\n', "::error::P0WNED", "  ::set-output name=P0WNED::1", "\r::warning::P0WNED", "x(1,1): error P0WNED: x", Evil, new string('P', 70_000)) + "\n";

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("GITHUB_ACTIONS", "true", new[] { "run" })]
    [InlineData("TF_BUILD", "True", new[] { "run" })]
    [InlineData("NOTHING", "", new[] { "run --json", "report last", "logs last", "exec -- cat ../../../evil" })]
    public async Task Have_no_say_in_terminals_and_build_servers(string variable, string value, string[] calls)
    {
        foreach (var args in calls)
        {
            var words = args.Split(' ');
            var (output, error) = await RunAsync((variable, value), words);

            // What a command prints is passed on as it is where nothing but that is printed.
            if (words[0] is not ("exec" or "logs"))
            {
                IsHarmless(output, variable == "GITHUB_ACTIONS", args);
            }

            IsHarmless(error, variable == "GITHUB_ACTIONS", args);
            if (args.EndsWith("--json", StringComparison.Ordinal))
            {
                JsonDocument.Parse(output);
            }
        }
    }

    /// <summary>Facts of a host are its own words, too.</summary>
    [Fact]
    public async Task Whose_programs_lie_about_the_machine_are_shown_as_they_are()
    {
        foreach (var program in new[] { "uname", "id", "bash", "getconf", "hostname", "readlink" })
        {
            Script($"bin/{program}", $"cat '{folder.Path}/evil'");
        }

        foreach (var args in new[] { "doctor", "doctor --json", "deploy" })
        {
            var (output, error) = await RunAsync(("PATH", $"{folder.Path}/bin:{Environment.GetEnvironmentVariable("PATH")}"), args.Split(' '));
            IsHarmless(output, false, args);
            IsHarmless(error, false, args);
        }
    }

    private async Task<(string Output, string Error)> RunAsync((string Name, string Value) variable, params string[] args)
    {
        var start = new ProcessStartInfo(ToolProcess.Path, args) { WorkingDirectory = folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        foreach (var name in new[] { "GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "TF_BUILD" })
        {
            start.Environment.Remove(name);
        }

        start.Environment[variable.Name] = variable.Value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.NotEqual(70, process.ExitCode);
        return (await output, await error);
    }

    private static void IsHarmless(string text, bool onGitHub, string what)
    {
        Assert.DoesNotContain(text, character => (char.IsControl(character) && character != '\n') || character == '\u202e');
        foreach (var line in text.Split('\n').Where(line => line.Contains("P0WNED", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain("##[", line, StringComparison.Ordinal);
            Assert.DoesNotContain("##teamcity[", line, StringComparison.Ordinal);

            // Commands that are ours begin a line, and hold the host's words where they are but data.
            var ours = onGitHub && (line.StartsWith("::error ", StringComparison.Ordinal) || line.StartsWith("::warning ", StringComparison.Ordinal));
            Assert.True(ours || !line.TrimStart().StartsWith("::", StringComparison.Ordinal), $"{what}: {line}");
            Assert.True(line.LastIndexOf("##vso[", StringComparison.Ordinal) <= 0 && (!line.StartsWith("##vso[", StringComparison.Ordinal) || line.StartsWith("##vso[task.logissue ", StringComparison.Ordinal)), $"{what}: {line}");
        }
    }

    private void Script(string name, string text) => Programs.WriteScript(Path.Combine(folder.Path, name), text);
}
