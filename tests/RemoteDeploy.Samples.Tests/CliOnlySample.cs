using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Samples.Tests;

public sealed class CliOnlySample(SampleStore store)
{
    [Fact]
    public async Task IsGreenWithTheRestoredTool()
    {
        var sample = await store.TakeAsync("CliOnly");
        var result = await sample.RunAsync(".", "/bin/sh", "ci.sh");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(sample.Release("one"), sample.Release("two"));
        Assert.True(File.Exists(Path.Combine(sample.Current("two"), "CliOnly.dll")));
    }

    [Fact]
    public async Task ExitsWithTheCodeOfAFailedSuite()
    {
        var sample = await store.TakeAsync("CliOnly");
        sample.Replace("Program.cs", "== 42 ?", "== 43 ?");
        var result = await sample.RunAsync(".", "/bin/sh", "ci.sh");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("RD3001", result.Output + result.Error, StringComparison.Ordinal);
    }

    /// <summary>The tool of a manifest is not on PATH: completion has to reach it through dotnet.</summary>
    [Fact]
    public async Task CompletesInBash()
    {
        Prerequisite.Program("bash");
        var sample = await store.TakeAsync("CliOnly");
        const string script = """
            PATH=$(dirname "$(command -v dotnet)"):/usr/bin:/bin
            dotnet tool restore >/dev/null || exit 1
            ! command -v dotnet-remotedeploy || exit 1
            source <(dotnet remotedeploy completion bash)
            COMP_LINE='dotnet remotedeploy deploy --on @f' COMP_POINT=34 COMP_WORDS=(dotnet remotedeploy deploy --on @f) COMP_CWORD=4
            __remotedeploy_dotnet
            echo "${COMPREPLY[@]}"
            """;
        var result = await sample.RunAsync(".", "bash", "--noprofile", "--norc", "-c", script);

        Assert.Equal((0, "@fast", ""), (result.ExitCode, result.Output.Trim(), result.Error));
    }
}
