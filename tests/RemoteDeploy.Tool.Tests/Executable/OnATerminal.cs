using RemoteDeploy.TestSupport;
using RemoteDeploy.Tool.Tests.Rendering;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>The tool on a pseudo terminal, made by <c>script</c>.</summary>
public sealed class OnATerminal : IDisposable
{
    private readonly Folder folder = new();

    public OnATerminal()
    {
        Prerequisite.Posix();
        Prerequisite.Program("script");
        folder.Write("out/app.txt", "one");
        folder.Write("remotedeploy.yml", "hosts: [local:a, local:b]\npayload: out\n");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Draws_a_table_and_leaves_the_summary()
    {
        var written = await RunAsync("TERM=xterm-256color", "deploy");

        Assert.Contains("\e[K", written, StringComparison.Ordinal);
        var screen = Screen.Of(written, 80);
        Assert.StartsWith("HOST ", screen[0], StringComparison.Ordinal);
        Assert.Contains(screen, line => line.StartsWith("deployed ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TERM=dumb")]
    [InlineData("TERM=dumb NO_COLOR=1")]
    public async Task Writes_plain_lines_where_there_are_no_sequences(string environment)
    {
        var written = await RunAsync(environment, "deploy");

        Assert.DoesNotContain('\e', written);
        Assert.Contains("local:a: connect", written, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TERM=xterm NO_COLOR=1", "deploy")]
    [InlineData("TERM=xterm", "deploy --no-color")]
    public async Task Writes_no_colours_where_none_are_wanted(string environment, string line)
    {
        var written = await RunAsync(environment, line);

        Assert.Contains("\e[K", written, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\e\[[0-9;]*m", written);
    }

    private async Task<string> RunAsync(string environment, string line)
    {
        var result = await Programs.RunAsync("script", "-qec", $"stty rows 24 cols 80; cd '{folder.Path}'; env -u NO_COLOR {environment} '{ToolProcess.Path}' {line}", "/dev/null");
        Assert.Equal(0, result.ExitCode);
        return result.Output;
    }
}
