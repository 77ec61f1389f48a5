using RemoteDeploy.Jobs;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Folders that a host cannot remove, or must not.</summary>
public sealed class FoldersThatStay
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_with_the_host_s_words_when_a_job_is_over(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = Directory.CreateDirectory(host.InApp("jobs/r/stuck")).FullName;
        var rm = Path.Combine(host.Home, "bin", "rm");
        File.Delete(rm);
        Programs.WriteScript(rm, $"""
            for last; do :; done
            if [ "$last" = '{folder}' ]; then printf 'rm: %s: Operation not permitted\nand more\n' "$last" >&2; exit 1; fi
            exec {Programs.Find("rm")} "$@"
            """);
        var jobs = new HostJobs(host.Session, host.App);

        Assert.Equal($"rm: {folder}: Operation not permitted", ScriptHost.Succeeded(await jobs.CollectedAsync(folder, CancellationToken.None)));

        File.Delete(rm);
        File.CreateSymbolicLink(rm, Programs.Find("rm")!);
        Assert.Equal("", ScriptHost.Succeeded(await jobs.CollectedAsync(folder, CancellationToken.None)));
        Assert.False(Directory.Exists(folder), "it is gone");
        Assert.Equal("", ScriptHost.Succeeded(await jobs.CollectedAsync(folder, CancellationToken.None)));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_those_in_which_something_is_mounted(string shell)
    {
        if (!File.Exists("/proc/self/mountinfo"))
        {
            Assert.Skip("mounts are told by Linux");
        }

        using var script = await RelayScript.StartAsync(shell);
        var said = await script.MustRunAsync(
            "if rd_mounted /proc; then echo \"$rd_mount\"; fi",
            "ln -s / \"$HOME/all\"",
            "if rd_mounted \"$HOME/all/proc\"; then echo \"$rd_mount\"; fi",
            "mkdir \"$HOME/p\"",
            "rd_mounted \"$HOME/p\" || echo none",
            "rd_mounted \"$HOME/nowhere\" || echo none");

        Assert.Equal("/proc\n/proc\nnone\nnone", said);
    }
}
