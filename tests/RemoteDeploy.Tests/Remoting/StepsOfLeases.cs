using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>What the holder of a lock does besides holding it.</summary>
public sealed class StepsOfLeases
{
    [Theory]
    [MemberData(nameof(ScriptShell.Names), MemberType = typeof(ScriptShell))]
    public async Task Tell_how_fast_the_way_to_them_is_and_go_on(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (var lease = await host.LeaseAsync())
        {
            Assert.True(await lease.MeasureAsync(CancellationToken.None) > 0);
            Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await lease.StepAsync(new ScriptCall("activate", host.App, "run1", "none", "3"), CancellationToken.None)));
            Assert.True(lease.IsHeld);
        }

        Assert.Equal(["receipts", "releases"], Directory.GetFileSystemEntries(host.App).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(ScriptShell.Names), MemberType = typeof(ScriptShell))]
    public async Task Share_one_session_with_all_short_steps(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await host.MustCallAsync("probe", host.Session.Base, host.Session.ScriptPath);
        await using var lease = await host.LeaseAsync();
        await host.SealAsync("run1", "one");
        await host.MustCallAsync("audit", host.InApp("releases/one"), "none", "tree");

        ScriptHost.Succeeded(await lease.StepAsync(new ScriptCall("activate", host.App, "run1", "one", "3"), CancellationToken.None));

        Assert.Equal(1, host.Transport.Starts);
    }

    [Fact]
    public async Task Tell_that_the_connection_was_lost_and_not_just_the_lock()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        await using var lease = await host.LeaseAsync();
        using var holder = System.Diagnostics.Process.GetProcessById(int.Parse(new FileInfo(host.InApp("lock")).LinkTarget!.Split('|')[1]));
        holder.Kill();
        await holder.WaitForExitAsync();

        Assert.Equal(FaultCatalog.ConnectionLost, ScriptHost.CodeOf(await lease.StepAsync(new ScriptCall("activate", host.App, "run1", "one", "3"), CancellationToken.None)));
    }

    [Fact]
    public async Task Are_asked_nothing_more_after_an_answer_that_nobody_waited_for()
    {
        await using var host = await ScriptHost.StartAsync("dash");
        await using var lease = await host.LeaseAsync();
        using var cancel = new CancellationTokenSource();

        var given = lease.StepAsync(new ScriptCall("hook", host.App, "sleep", "1000"), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(FaultCatalog.LockLost, ScriptHost.CodeOf(await lease.StepAsync(new ScriptCall("activate", host.App, "run1", "one", "3"), CancellationToken.None)));
    }
}
