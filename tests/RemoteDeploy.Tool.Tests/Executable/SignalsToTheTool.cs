using System.Globalization;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>What signals do to a tool that is at work.</summary>
public sealed class SignalsToTheTool : IDisposable
{
    private readonly Folder folder = new();

    public SignalsToTheTool()
    {
        Prerequisite.Posix();
        folder.Write("remotedeploy.yml", "hosts: [local:a]\n");
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task A_signal_cancels_with_130_and_ends_the_command_on_the_host(string signal)
    {
        var pidFile = Path.Combine(folder.Path, "pid");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var process = ToolProcess.Start(folder.Path, "exec", "--on", "local:a", "--", "sh", "-c", $"echo $$ > '{pidFile}.new'; mv '{pidFile}.new' '{pidFile}'; exec sleep 600");
        var log = process.StandardError.ReadToEndAsync(deadline.Token);
        while (!File.Exists(pidFile))
        {
            await Task.Delay(20, deadline.Token);
        }

        await Programs.MustRunAsync("kill", "-" + signal, process.Id.ToString(CultureInfo.InvariantCulture));
        await process.WaitForExitAsync(deadline.Token);

        Assert.Equal(130, process.ExitCode);
        Assert.Contains("exec cancelled (exit 130)", await log, StringComparison.Ordinal);
        while ((await Programs.RunAsync("kill", "-0", (await File.ReadAllTextAsync(pidFile, deadline.Token)).Trim())).ExitCode == 0)
        {
            await Task.Delay(20, deadline.Token);
        }
    }

    [Fact]
    public async Task A_second_signal_leaves_at_once_and_says_what_may_go_on()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var said = "";

        // On a machine that is busy enough, the run has ended before the second signal comes.
        while (!said.Contains("Left at once: what runs on the hosts may go on. 'remotedeploy ps' shows jobs", StringComparison.Ordinal))
        {
            said = await SignalUntilGoneAsync(deadline.Token);
        }
    }

    // The command does not obey: after the first signal, some seconds pass.
    private async Task<string> SignalUntilGoneAsync(CancellationToken cancellationToken)
    {
        var pidFile = Path.Combine(folder.Path, "pid");
        File.Delete(pidFile);
        using var process = ToolProcess.Start(folder.Path, "exec", "--on", "local:a", "--", "sh", "-c", $"trap '' TERM; echo $$ > '{pidFile}.new'; mv '{pidFile}.new' '{pidFile}'; sleep 600");
        var log = process.StandardError.ReadToEndAsync(cancellationToken);
        while (!File.Exists(pidFile))
        {
            await Task.Delay(20, cancellationToken);
        }

        while (!process.HasExited)
        {
            await Programs.RunAsync("kill", "-INT", process.Id.ToString(CultureInfo.InvariantCulture));
            await Task.Delay(600, cancellationToken);
        }

        Assert.Equal(130, process.ExitCode);
        while ((await Programs.RunAsync("kill", "-0", (await File.ReadAllTextAsync(pidFile, cancellationToken)).Trim())).ExitCode == 0)
        {
            await Task.Delay(20, cancellationToken);
        }

        return await log;
    }
}
