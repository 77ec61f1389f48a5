using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Tests.Remoting;

public sealed class LeaseVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Hold_the_lock_until_they_are_told_bye(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);

        await using (await host.LeaseAsync())
        {
            Assert.StartsWith("run1|", Lock(host), StringComparison.Ordinal);
            Assert.Single(Beats(host, "run1"));
            Directory.CreateDirectory(host.InApp("staging/run1/deep"));
            Directory.CreateDirectory(host.InApp("work/run1"));
        }

        Assert.Equal(["receipts", "releases"], Entries(host));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Remove_temporary_files_of_sessions_that_were_killed(string shell)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who a file belongs to is told by Linux's /proc.");
        await using var host = await ScriptHost.StartAsync(shell);
        var space = new string([.. new FileInfo("/proc/self/ns/pid").LinkTarget!.Where(char.IsAsciiDigit)]);
        var stat = await File.ReadAllTextAsync("/proc/self/stat");
        var started = stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19];
        string[] stay = [$"rd-{space}-{Environment.ProcessId}-{started}.AAAAAA", "rd-1-2-3.AAAAAA", $"rd-{space}-x-3.AAAAAA", $"rd-{space}-4-.AAAAAA", "other"];
        string[] go = [$"rd-{space}-{Environment.ProcessId}-{started}1.AAAAAA", $"rd-{space}-4194303-12.AAAAAA"];
        foreach (var name in stay.Concat(go))
        {
            Directory.CreateDirectory(Path.Combine(host.Temp, name, "deep"));
        }

        await using (await host.LeaseAsync())
        {
            Assert.Equal(stay.Order(StringComparer.Ordinal), Directory.GetFileSystemEntries(host.Temp).Select(Path.GetFileName).Where(name => stay.Concat(go).Contains(name)).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task End_with_their_input(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var call = await HoldAsync(host);
        Directory.CreateDirectory(host.InApp("staging/run1"));

        call.CloseInput();

        Assert.Null(await call.Reader.TextAsync(CancellationToken.None));
        Assert.Equal(["receipts", "releases"], Entries(host));
    }

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

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Sweep_up_after_runs_that_died_and_keep_what_counts(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
            await host.SealAsync("run1", "kept");
        }

        foreach (var folder in new[] { "staging/dead/closed", "work/dead", "releases/half" })
        {
            Directory.CreateDirectory(host.InApp(folder));
        }

        File.CreateSymbolicLink(host.InApp(".next-dead"), "releases/half");
        foreach (var file in new[] { ".beat-dead", "receipts/gone.json", "receipts/gone.manifest" })
        {
            await File.WriteAllTextAsync(host.InApp(file), "{}");
        }

        Directory.CreateDirectory(host.InApp("releases/torn"));
        await File.WriteAllTextAsync(host.InApp("receipts/torn.json"), "");
        Directory.CreateDirectory(host.InApp("releases/strange"));
        await File.WriteAllTextAsync(host.InApp("receipts/strange.json"), "not a receipt");

        await using var lease = await host.LeaseAsync("run2");

        Assert.Equal([Beats(host, "run2").Single(), "lock", "receipts", "releases", "staging", "work"], Entries(host));
        Assert.Empty(Directory.GetFileSystemEntries(host.InApp("staging")));
        Assert.Empty(Directory.GetFileSystemEntries(host.InApp("work")));
        Assert.Equal(["kept", "strange"], Directory.GetDirectories(host.InApp("releases")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(["kept.json", "kept.manifest", "strange.json"], Directory.GetFiles(host.InApp("receipts")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(5, lease.Inspection.Notes.Count);
        Assert.Equal("strange.2", lease.Inspection.FreeName("strange"));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Tell_what_is_there(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
            foreach (var id in new[] { "one", "two" })
            {
                await host.SealAsync("run1", id);
                await host.MustCallAsync("activate", host.App, "run1", id, "3");
            }
        }

        await File.WriteAllTextAsync(host.InApp("receipts/gone.json"), "{}");
        var inspection = Inspection.Read(await host.MustCallAsync("inspect", host.App));

        Assert.Equal("two", inspection.Current);
        Assert.Equal(["one", "two"], inspection.Receipts.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["one", "two"], inspection.History);
        Assert.Equal("one", inspection.Previous());
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Name_what_stands_in_their_way(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        Directory.CreateDirectory(host.InApp("current"));
        Assert.Equal(FaultCatalog.CurrentNotOurs, ScriptHost.CodeOf(await host.TryLeaseAsync()));
        Assert.Null(Lock(host));

        Directory.Delete(host.App, recursive: true);
        await File.WriteAllTextAsync(host.App, "a file");
        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.TryLeaseAsync()));
    }

    /// <summary>Takes the lock in a session that the test itself speaks to.</summary>
    private static async Task<OpenCall> HoldAsync(ScriptHost host)
    {
        var call = ScriptHost.Succeeded(await host.Session.OpenAsync(new ScriptCall("serve"), CancellationToken.None));
        await call.TellAsync(ScriptArgument.Header("hold", "lease", [host.App, "run1", "me", host.Session.ScriptPath]), CancellationToken.None);
        while (await call.Reader.TextAsync(CancellationToken.None) is not null)
        {
        }

        Assert.Equal(0, call.Reader.Status);
        call.Reader.Next();
        return call;
    }

    private static IEnumerable<string> Beats(ScriptHost host, string run) => [.. Directory.GetFiles(host.App, $".beat-{run}-*").Select(path => Path.GetFileName(path)!)];

    private static string? Lock(ScriptHost host) => new FileInfo(host.InApp("lock")).LinkTarget;

    private static IEnumerable<string?> Entries(ScriptHost host) =>
        Directory.GetFileSystemEntries(host.App).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    /// <summary>What a holder on this machine writes about itself.</summary>
    private static async Task<(string Pid, string Start, string Space, string Boot, string Machine)> OursAsync(ScriptHost host)
    {
        await using var lease = await host.LeaseAsync();
        var fields = Lock(host)!.Split('|');
        return (Environment.ProcessId.ToString(), fields[2], fields[3], fields[4], fields[5]);
    }

    private static async Task TakesOverAsync(ScriptHost host, string from)
    {
        await using var lease = await host.LeaseAsync("run2");
        Assert.StartsWith("run2|", Lock(host), StringComparison.Ordinal);
        Assert.Contains($"broke the stale lock of run {from}", lease.Inspection.Notes);
    }
}
