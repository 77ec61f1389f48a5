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

        var farewell = await lease.EndAsync(hasty: false);

        Assert.True(farewell.IsKnown, "it ended");
        Assert.Equal([$"{folder}, which the host cannot remove: rm: {folder}: Operation not permitted"], farewell.Left);
        Assert.False(Path.Exists(host.InApp("lock")), "the lock is gone");
    }

    /// <summary>The word is not waited for in the middle of a step: how the session ends says it.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_when_a_lock_is_given_back_in_the_middle_of_a_step(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        KeepFrom(host, host.InApp("staging/run1"));
        Replace(Path.Combine(host.Home, "bin", "tail"), "exec sleep 2");
        var lease = await host.LeaseAsync();
        Directory.CreateDirectory(host.InApp("staging/run1"));
        await File.WriteAllTextAsync(host.InApp("activations"), "");
        using var cancelled = new CancellationTokenSource();
        var step = lease.StepAsync(new ScriptCall("inspect", host.App), cancelled.Token);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);

        var farewell = await lease.EndAsync(hasty: false);

        Assert.Equal(["something of the run, which the host cannot remove"], farewell.Left);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_when_they_were_moved_away_while_the_lock_was_held(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var lease = await host.LeaseAsync();
        Directory.Move(host.App, host.App + ".away");

        var farewell = await lease.EndAsync(hasty: false);

        Assert.Equal([$"what the run put into {host.App}, which was moved away or removed meanwhile"], farewell.Left);
    }

    /// <summary>The next sign of life ends the session, whether or not something is asked of it first.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_when_the_session_ended_by_itself(string shell)
    {
        foreach (var isAsked in (bool[])[false, true])
        {
            await using var host = await ScriptHost.StartAsync(shell);
            var lease = await host.LeaseAsync();
            Directory.Move(host.App, host.App + ".away");
            while (lease.IsHeld)
            {
                await Task.Delay(50);
            }

            if (isAsked)
            {
                Assert.Equal(FaultCatalog.LockLost, Assert.Single((await lease.StepAsync(new ScriptCall("inspect", host.App), CancellationToken.None)).Faults).Code);
            }

            var farewell = await lease.EndAsync(hasty: false);

            Assert.Equal([$"what the run put into {host.App}, which was moved away or removed meanwhile"], farewell.Left);
        }
    }

    /// <summary>By a step that has its own answer: the next one is as good as any.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_told_when_they_are_releases_that_nobody_needs_any_more(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var folder = host.InApp("releases/one");
        KeepFrom(host, folder);
        var lease = await host.LeaseAsync();
        foreach (var id in new[] { "one", "two" })
        {
            await host.SealAsync("run1", id);
            Assert.Contains("switched " + id, ScriptHost.Succeeded(await lease.StepAsync(new ScriptCall("activate", host.App, "run1", id, "1"), CancellationToken.None)).Lines);
        }

        Assert.Contains("current releases/two", ScriptHost.Succeeded(await lease.StepAsync(new ScriptCall("inspect", host.App), CancellationToken.None)).Lines);
        Assert.Equal([$"{folder}, which the host cannot remove: rm: {folder}: Operation not permitted"], (await lease.EndAsync(hasty: false)).Left);

        // Half of it is there: the next run tries to remove it as well.
        Assert.Equal([$"{folder}, which the host cannot remove: rm: {folder}: Operation not permitted"], (await (await host.LeaseAsync("run2")).EndAsync(hasty: false)).Left);
    }

    /// <summary>Another run may take the lock in the very moment in which it is given back.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_not_another_run_s_lock(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Replace(Path.Combine(host.Home, "bin", "rm"), $"""
            {Programs.Find("rm")} "$@"
            status=$?
            case " $* " in *' {host.InApp("lock")} '*) ln -s 'another|1|2|3|4|5' '{host.InApp("lock")}' ;; esac
            exit "$status"
            """);
        var lease = await host.LeaseAsync();

        var farewell = await lease.EndAsync(hasty: false);

        Assert.Equal([], farewell.Left);
        Assert.Equal("another|1|2|3|4|5", new FileInfo(host.InApp("lock")).LinkTarget);
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Of_a_put_are_removed_by_the_next_one_that_can(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        var stage = Path.Combine(target, ".rd-run1");
        var rm = KeepFrom(host, stage);
        var lease = await PutVerbs.PutLeaseAsync(host, target, ".rd-run1");

        var farewell = await lease.EndAsync(hasty: false);

        Assert.Equal([$"{stage}, which the host cannot remove: rm: {stage}: Operation not permitted"], farewell.Left);
        await using (await PutVerbs.PutLeaseAsync(host, Path.Combine(host.Home, "other")))
        {
            Assert.Equal([stage], Directory.GetFileSystemEntries(target));
        }

        File.Delete(rm);
        File.CreateSymbolicLink(rm, Programs.Find("rm")!);
        await using (await PutVerbs.PutLeaseAsync(host, Path.Combine(host.Home, "other")))
        {
            Assert.Empty(Directory.GetFileSystemEntries(target));
        }

        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Fact]
    public void Are_told_once_for_each_reason()
    {
        string[] answer =
        [
            "remains /a/lock", "why rm: cannot remove '/a/lock': Read-only file system",
            "remains /a/x", "why /b/deep is mounted there",
            "remains /a/y", "why rm: cannot remove '/a/y/z': Read-only file system",
            "remains /a/mute",
            "gone /c",
        ];

        Assert.Equal(
            [
                "/a/lock, /a/y, which the host cannot remove: rm: cannot remove '/a/lock': Read-only file system",
                "/a/x, which the host cannot remove: /b/deep is mounted there",
                "/a/mute, which the host cannot remove: it does not say why",
                "what the run put into /c, which was moved away or removed meanwhile",
            ],
            Farewell.Of(3, [new Reply(0, answer, []), new Reply(0, answer[..2], [])]).Left);
    }

    [Theory]
    [InlineData("write rd: cannot create x: Read-only file system")]
    [InlineData("tar tar: ./big: Cannot write: Read-only file system")]
    [InlineData("switch /a/current cannot be replaced: ln: x: Read-only file system")]
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
        Replace(rm, $"""
            for last; do :; done
            if [ "$last" = '{folder}' ]; then printf 'rm: %s: Operation not permitted\nand more\n' "$last" >&2; exit 1; fi
            exec {Programs.Find("rm")} "$@"
            """);
        return rm;
    }

    // What is there may be a link to the real program.
    private static void Replace(string program, string script)
    {
        File.Delete(program);
        Programs.WriteScript(program, script);
    }
}
