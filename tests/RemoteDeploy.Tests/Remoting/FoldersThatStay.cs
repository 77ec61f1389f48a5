using System.Runtime.Versioning;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Folders that a host cannot remove, or must not.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FoldersThatStay
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_with_the_host_s_words_when_a_job_is_over(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = Directory.CreateDirectory(host.InApp("jobs/r/stuck")).FullName;
        var rm = KeepFrom(host, folder);
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
    public async Task Are_told_when_a_lock_is_given_back(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = host.InApp("staging/run1");
        KeepFrom(host, folder);
        var lease = await host.LeaseAsync();
        Directory.CreateDirectory(folder);

        Assert.Equal(new Farewell(true, $"{folder}, which the host cannot remove: rm: {folder}: Operation not permitted"), await lease.EndAsync(hasty: false));
        Assert.False(Path.Exists(host.InApp("lock")), "the lock is gone");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_when_they_were_moved_away_while_the_lock_was_held(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var lease = await host.LeaseAsync();
        Directory.Move(host.App, host.App + ".away");

        var farewell = await lease.EndAsync(hasty: false);

        Assert.Equal(new Farewell(true, $"{host.App}, which the host cannot remove: it is not there any more, and what the run has put into it went with it"), farewell);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Of_a_put_are_removed_by_the_next_one(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        var stage = Path.Combine(target, ".rd-run1");
        var rm = KeepFrom(host, stage);
        var lease = await PutVerbs.PutLeaseAsync(host, target, ".rd-run1");

        Assert.Equal(new Farewell(true, $"{stage}, which the host cannot remove: rm: {stage}: Operation not permitted"), await lease.EndAsync(hasty: false));

        File.Delete(rm);
        File.CreateSymbolicLink(rm, Programs.Find("rm")!);
        await using (await PutVerbs.PutLeaseAsync(host, Path.Combine(host.Home, "other")))
        {
            Assert.Empty(Directory.GetFileSystemEntries(target));
        }
    }

    [Theory]
    [InlineData("write rd: cannot create x: Read-only file system")]
    [InlineData("tar tar: ./big: Cannot write: Read-only file system")]
    [InlineData("switch ln: x: Read-only file system")]
    public void May_be_on_a_disk_that_became_read_only(string words) => Assert.Equal(FaultCatalog.BaseNotWritable, ScriptFault.Of(words).Code);

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

    /// <summary>Lets "rm" refuse a folder, as a host does that has a reason. Shells remember where programs are: to be called before they begin.</summary>
    /// <returns>The program, which is a link to the real one otherwise.</returns>
    private static string KeepFrom(ScriptHost host, string folder)
    {
        var rm = Path.Combine(host.Home, "bin", "rm");
        File.Delete(rm);
        Programs.WriteScript(rm, $"""
            for last; do :; done
            if [ "$last" = '{folder}' ]; then printf 'rm: %s: Operation not permitted\nand more\n' "$last" >&2; exit 1; fi
            exec {Programs.Find("rm")} "$@"
            """);
        return rm;
    }
}
