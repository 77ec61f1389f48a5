using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>Standard output that takes nothing: <c>/dev/full</c> plays a disk without space.</summary>
public sealed class UnwritableOutput : IDisposable
{
    private readonly Folder folder = new();

    public UnwritableOutput()
    {
        Prerequisite.Posix();
        folder.Write("remotedeploy.yml", "hosts: [local:a]\npayload: out\n");
        folder.Write("out/app.txt", "one");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("deploy", 0)]
    [InlineData("put nowhere --to /x", 64)]
    [InlineData("deploy --help", 0)]
    public async Task Leaves_a_run_its_exit_code(string line, int exitCode)
    {
        var result = await RunAsync(line + " >/dev/full");

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Single(result.Error.Split('\n'), text => text.StartsWith("note: standard output cannot be written: ", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.Equal(line == "deploy", File.Exists(Path.Combine(folder.Path, ".remotedeploy/hosts/a/.remotedeploy/app/current/app.txt")));
    }

    [Theory]
    [InlineData("deploy --json")]
    [InlineData("exec --json -- false")]
    [InlineData("exec -- echo one")]
    [InlineData("hosts")]
    [InlineData("hosts --json")]
    [InlineData("explain")]
    [InlineData("completion bash")]
    [InlineData("--version")]
    public async Task Is_a_failure_of_this_machine_where_the_output_is_the_answer(string line)
    {
        var result = await RunAsync(line + " >/dev/full");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("error RD0022: Standard output cannot be written", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_the_same_when_it_is_closed()
    {
        var result = await RunAsync("hosts >&-");

        Assert.Equal(64, result.ExitCode);
        Assert.Contains("error RD0022:", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("deploy")]
    [InlineData("deploy --json")]
    [InlineData("explain")]
    public async Task Is_no_reader_that_leaves_early(string line)
    {
        var result = await Programs.RunAsync("bash", "-c", $"cd '{folder.Path}'; '{ToolProcess.Path}' {line} | true; echo ${{PIPESTATUS[0]}}");

        Assert.Equal(("0\n", ""), (result.Output, result.Error));
    }

    [Fact]
    public async Task On_both_sides_still_gives_the_exit_code()
    {
        var result = await RunAsync("put nowhere --to /x >/dev/full 2>/dev/full");

        Assert.Equal((64, "", ""), (result.ExitCode, result.Output, result.Error));
    }

    private Task<ProgramResult> RunAsync(string line)
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("This system has no /dev/full.");
        }

        return Programs.RunAsync("sh", "-c", $"cd '{folder.Path}'; exec '{ToolProcess.Path}' {line}");
    }
}
