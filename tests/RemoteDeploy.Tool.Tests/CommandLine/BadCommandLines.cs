namespace RemoteDeploy.Tool.Tests.CommandLine;

public sealed class BadCommandLines
{
    [Theory]
    [InlineData("deplyo x", "deploy?")]
    [InlineData("deploy x --forkz 3", "--forks?")]
    [InlineData("deploy --forkz 3", "--forks?")]
    [InlineData("test --suit unit", "--suite?")]
    [InlineData("put a --too /x", "--to?")]
    [InlineData("exec --onn a ls", "--on?")]
    [InlineData("--forks 3 deploy x", "Put it behind")]
    [InlineData("-i x.yml hosts", "Put it behind")]
    public async Task Are_refused_with_what_was_meant(string line, string meant)
    {
        using var folder = new Folder();
        var call = await ToolCall.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(64, call.ExitCode);
        Assert.Contains("error RD0002:", call.Error, StringComparison.Ordinal);
        Assert.Contains(meant, call.Error, StringComparison.Ordinal);
        Assert.Empty(call.Output);
        Assert.True(call.Error.Split('\n').Length <= 5, "a fault, what to try, and no wall of help: " + call.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("put a")]
    [InlineData("put --to /x")]
    [InlineData("get --to x")]
    [InlineData("exec")]
    [InlineData("deploy a b")]
    [InlineData("deploy a --forks 0")]
    [InlineData("deploy a --forks many")]
    [InlineData("deploy a --timeout 5")]
    [InlineData("deploy a --digest crc32")]
    [InlineData("deploy a --verify never")]
    [InlineData("deploy a --keep 0")]
    [InlineData("deploy a --allow-failures 101%")]
    [InlineData("deploy a --on")]
    [InlineData("attach last --on h1")]
    [InlineData("attach last --terminal")]
    [InlineData("completion tcsh")]
    public async Task Exit_64_with_RD0002(string line)
    {
        using var folder = new Folder();
        var call = await ToolCall.RunAsync(folder.Path, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal(64, call.ExitCode);
        Assert.Contains("error RD0002:", call.Error, StringComparison.Ordinal);
        Assert.Empty(call.Output);
    }

    [Theory]
    [InlineData("deplyo x --json")]
    [InlineData("deploy x --json --forkz 3")]
    [InlineData("deploy --json --forks 0")]
    [InlineData("deploy --json")]
    [InlineData("hosts --json")]
    [InlineData("hosts --json -i nowhere.yml")]
    [InlineData("deploy x --json --on [")]
    [InlineData("explain --json RD7777")]
    public async Task Give_one_document_and_a_silent_stderr_with_json(string line)
    {
        using var folder = new Folder();
        var call = await ToolCall.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(64, call.ExitCode);
        Assert.Empty(call.Error);
        Assert.Equal("remotedeploy/1", call.Json.GetProperty("schema").GetString());
        Assert.Equal(64, call.Json.GetProperty("exitCode").GetInt32());
        Assert.False(call.Json.GetProperty("succeeded").GetBoolean());
        Assert.StartsWith("RD0", call.Json.GetProperty("faults")[0].GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hosts", "RD0012")]
    [InlineData("hosts -i nowhere.yml", "RD0004")]
    [InlineData("hosts --on lab1,,lab2", "RD0009")]
    [InlineData("explain RD7777", "RD0021")]
    public async Task Have_the_code_of_their_cause(string line, string code)
    {
        using var folder = new Folder();
        var call = await ToolCall.RunAsync(folder.Path, line.Split(' '));

        Assert.Equal(64, call.ExitCode);
        Assert.Contains($"error {code}:", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_of_the_inventory_name_line_and_column()
    {
        using var folder = new Folder();
        folder.Write("remotedeploy.yml", "hosts:\n  - lab1\nkeeep: 3\n");
        var call = await ToolCall.RunAsync(folder.Path, "hosts");

        Assert.Equal(64, call.ExitCode);
        Assert.StartsWith("remotedeploy.yml(3,1): error RD0006:", call.Error, StringComparison.Ordinal);
    }
}
