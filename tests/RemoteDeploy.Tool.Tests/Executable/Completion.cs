using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

public sealed class Completion : IDisposable
{
    private readonly Folder folder = new();

    public Completion()
    {
        folder.Write("remotedeploy.yml", "hosts: [{name: lab1, tags: [arm64]}, local:a]\ngroups: {rack: lab1}\nsuites: {smoke: {command: ./s}}\n");
        folder.Write(".remotedeploy/runs/20260301-100000-abcdef/request.json", "{}");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("dep", "deploy")]
    [InlineData("deploy --for", "--forks")]
    [InlineData("deploy --on ", "lab1 local:a @rack @arm64")]
    [InlineData("deploy --on lab1,@a", "lab1,@arm64")]
    [InlineData("test --suite ", "smoke")]
    [InlineData("deploy --digest ", "md5 sha256")]
    [InlineData("run --verify ", "full recorded")]
    [InlineData("explain RD900", "RD9001 RD9002")]
    [InlineData("report ", "last 20260301-100000-abcdef")]
    [InlineData("ps ", "last 20260301-100000-abcdef")]
    [InlineData("report last --compare 2026", "20260301-100000-abcdef")]
    [InlineData("deploy --on @rack -i missing.yml --suite ", "")]
    public async Task Offers_words_of_tool_and_inventory(string line, string words)
    {
        var result = await ToolProcess.RunAsync(folder.Path, $"[suggest:{line.Length}]", line);

        Assert.Equal(0, result.ExitCode);
        var offered = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Trim()).ToHashSet();
        Assert.All(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), word => Assert.Contains(word, offered));
        Assert.DoesNotContain(offered, word => word.StartsWith('/') || word == "-i");
    }

    [Theory]
    [InlineData("dotnet-remotedeploy dep", "deploy")]
    [InlineData("dotnet remotedeploy dep", "deploy")]
    [InlineData("dotnet-remotedeploy deploy --on lab1,@a", "lab1,@arm64")]
    [InlineData("dotnet remotedeploy deploy --on local:", "a")]
    public async Task Works_in_bash(string line, string reply)
    {
        Prerequisite.Program("bash");
        var words = line.Split([' '], StringSplitOptions.None).SelectMany(word => word.EndsWith(':') ? [word[..^1], ":"] : new[] { word }).ToArray();
        var script = $"""
            cd '{folder.Path}'
            PATH='{AppContext.BaseDirectory}':$PATH
            source <(dotnet-remotedeploy completion bash)
            COMP_LINE='{line}' COMP_POINT={line.Length} COMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}) COMP_CWORD={words.Length - 1}
            completer=$(complete -p {words[0]} | sed 's/.*-F \([^ ]*\) .*/\1/')
            $completer
            printf '%s\n' "$COMPREPLY"
            """;
        var result = await Programs.RunAsync("bash", "--noprofile", "--norc", "-c", script);

        Assert.Equal(reply, result.Output.Trim());
    }

    [Fact]
    public async Task Leaves_the_other_completion_of_dotnet_in_bash()
    {
        Prerequisite.Program("bash");
        const string script = """
            _other() { COMPREPLY=(other); }
            complete -F _other dotnet
            source <(dotnet-remotedeploy completion bash)
            source <(dotnet-remotedeploy completion bash)
            COMP_LINE='dotnet bui' COMP_POINT=10 COMP_WORDS=(dotnet bui) COMP_CWORD=1
            __remotedeploy_dotnet
            echo "$COMPREPLY"
            """;
        var result = await Programs.RunAsync("bash", "--noprofile", "--norc", "-c", $"PATH='{AppContext.BaseDirectory}':$PATH\n{script}");

        Assert.Equal(("other", ""), (result.Output.Trim(), result.Error));
    }

    [Fact]
    public async Task Works_in_fish()
    {
        Prerequisite.Program("fish");
        var script = $"cd '{folder.Path}'; set -x PATH '{AppContext.BaseDirectory}' $PATH; dotnet-remotedeploy completion fish | source; complete -C 'dotnet-remotedeploy deploy --on lab1,@a'; complete -C 'dotnet remotedeploy verif'";
        var result = await Programs.RunAsync("fish", "--no-config", "-c", script);

        Assert.Contains("lab1,@arm64", result.Output, StringComparison.Ordinal);
        Assert.Contains("verify", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_registered_in_zsh()
    {
        Prerequisite.Program("zsh");
        var script = $"PATH='{AppContext.BaseDirectory}':$PATH; autoload -Uz compinit; compinit -D; source <(dotnet-remotedeploy completion zsh); print $_comps[dotnet-remotedeploy] $_comps[dotnet]";
        var result = await Programs.RunAsync("zsh", "-f", "-c", script);

        Assert.Equal(("_dotnet-remotedeploy __remotedeploy_dotnet", ""), (result.Output.Trim(), result.Error));
    }

    /// <summary>PowerShell is in no distribution's archive: where it is missing, only the script's text is looked at.</summary>
    [Fact]
    public async Task Speaks_to_PowerShell()
    {
        var text = await ToolProcess.RunAsync(AppContext.BaseDirectory, "completion", "pwsh");
        Assert.Contains("Register-ArgumentCompleter", text.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", text.Output, StringComparison.Ordinal);
        if (Programs.Find("pwsh") is null)
        {
            return;
        }

        const string line = "dotnet-remotedeploy dep";
        var script = $"$env:PATH = '{AppContext.BaseDirectory}' + [IO.Path]::PathSeparator + $env:PATH; dotnet-remotedeploy completion pwsh | Out-String | Invoke-Expression; "
            + $"(TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText";
        var result = await Programs.RunAsync("pwsh", "-NoProfile", "-Command", script);

        Assert.Equal(("deploy", ""), (result.Output.Trim(), result.Error));
    }
}
