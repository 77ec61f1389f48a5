using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>Locks that others hold, or held.</summary>
public sealed partial class LeaseVerbs
{
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Respect_a_lock_that_is_held_and_name_its_holder(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        var held = Lock(host);

        var second = await host.TryLeaseAsync("run2", "you@there");

        var fault = Assert.Single(second.Faults);
        Assert.Equal(FaultCatalog.HostLocked, fault.Code);
        Assert.StartsWith("run run1 by me@here", fault.Found, StringComparison.Ordinal);
        Assert.Equal(held, Lock(host));
        Assert.Empty(Beats(host, "run2"));
        Assert.Single(Beats(host, "run1"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Break_the_lock_of_a_holder_that_is_dead(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await HoldAsync(host))
        {
            using var holder = System.Diagnostics.Process.GetProcessById(int.Parse(Lock(host)!.Split('|')[1]));
            holder.Kill();
            await holder.WaitForExitAsync();
        }

        Assert.StartsWith("run1|", Lock(host), StringComparison.Ordinal);
        await TakesOverAsync(host, "run1");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Break_locks_of_another_boot_of_a_pid_used_again_without_a_sign_of_life_and_of_no_sense(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var (pid, start, space, boot, machine) = await OursAsync(host);
        string[] stale =
        [
            $"old|{pid}|{start}|{space}|another-boot|{machine}|1|who",
            $"old|{pid}|1|{space}|{boot}|{machine}|1|who",
            $"old|1|1|pid:[1]|{boot}|{machine}|1|who",
            "old|no-number|1|x|y|z|1|who",
            "old",
        ];
        foreach (var text in stale)
        {
            Directory.CreateDirectory(host.App);
            File.CreateSymbolicLink(host.InApp("lock"), text);
            await TakesOverAsync(host, "old");
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Break_a_lock_that_has_been_silent_for_over_a_minute_but_no_younger_one(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var (_, _, _, boot, machine) = await OursAsync(host);
        foreach (var holder in new[] { $"old|1|1|pid:[1]|{boot}|{machine}|1|who", "old|1|1|pid:[1]|another-boot|another-machine|1|who" })
        {
            File.CreateSymbolicLink(host.InApp("lock"), holder);
            await File.WriteAllTextAsync(host.InApp(".beat-old-1"), "");

            Assert.Equal(FaultCatalog.HostLocked, ScriptHost.CodeOf(await host.TryLeaseAsync("run2")));
            File.SetLastWriteTimeUtc(host.InApp(".beat-old-1"), DateTime.UtcNow.AddMinutes(-5));

            await TakesOverAsync(host, "old");
        }
    }

    /// <summary>All shells at once: each looks every two seconds.</summary>
    [Fact]
    public Task Give_up_what_they_hold_when_nobody_has_spoken_to_them_for_over_a_minute() => Task.WhenAll(Shells.Select(async shell =>
    {
        await using var host = await ScriptHost.StartAsync(shell.Data);
        await using var call = await HoldAsync(host);
        var beat = Path.Combine(host.App, Assert.Single(Beats(host, "run1")));
        Directory.CreateDirectory(host.InApp("staging/run1"));

        File.SetLastWriteTimeUtc(beat, DateTime.UtcNow.AddMinutes(-2));

        await Eventually.IsTrueAsync(() => call.HasEnded && Entries(host).SequenceEqual(["receipts", "releases"]), () => $"{shell.Data} leaves {string.Join(", ", Entries(host))}");
    }));

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Tell_a_run_that_comes_twice_and_keep_its_first_lock(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        var held = (Lock(host), Assert.Single(Beats(host, "run1")));

        var fault = Assert.Single((await host.TryLeaseAsync("run1")).Faults);

        Assert.Equal(FaultCatalog.HostLocked, fault.Code);
        Assert.Contains("under another name", fault.Message, StringComparison.Ordinal);
        Assert.Equal(held, (Lock(host), Assert.Single(Beats(host, "run1"))));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_when_the_lock_is_another_run_s_and_leave_that_one_alone(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var call = await HoldAsync(host);
        File.Delete(host.InApp("lock"));
        File.CreateSymbolicLink(host.InApp("lock"), "other|1|1|x|y|z|1|who");

        await call.TellAsync("beat", CancellationToken.None);

        Assert.StartsWith("fault locklost", await call.Reader.TextAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Null(await call.Reader.TextAsync(CancellationToken.None));
        Assert.StartsWith("other|", Lock(host), StringComparison.Ordinal);
        Assert.Empty(Beats(host, "run1"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Let_one_of_many_breakers_win(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.App);
        File.CreateSymbolicLink(host.InApp("lock"), "old|no-number");

        var sessions = Enumerable.Range(1, 6).Select(_ => host.NewSession()).ToList();
        var taken = await Task.WhenAll(sessions.Select((session, number) => host.TryLeaseAsync(session, $"breaker{number}")));

        var winner = ScriptHost.Succeeded(Assert.Single(taken, attempt => attempt.Succeeded));
        Assert.All(taken.Where(attempt => !attempt.Succeeded), attempt => Assert.Equal(FaultCatalog.HostLocked, ScriptHost.CodeOf(attempt)));
        Assert.StartsWith(winner.Run + "|", Lock(host), StringComparison.Ordinal);
        Assert.False(Directory.Exists(host.InApp(".breaking")));
        await winner.DisposeAsync();
        Assert.Equal(["receipts", "releases"], Entries(host));
        foreach (var session in sessions)
        {
            await session.DisposeAsync();
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Outlive_a_breaker_that_died(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.InApp(".breaking"));
        File.CreateSymbolicLink(host.InApp("lock"), "old|no-number");

        Assert.Equal(FaultCatalog.HostLocked, ScriptHost.CodeOf(await host.TryLeaseAsync("run2")));
        Directory.SetLastWriteTimeUtc(host.InApp(".breaking"), DateTime.UtcNow.AddMinutes(-5));

        await TakesOverAsync(host, "old");
    }
}
