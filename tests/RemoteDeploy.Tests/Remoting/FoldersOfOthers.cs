using RemoteDeploy.Faults;
using RemoteDeploy.Probing;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>What another user of a host has put where a run works, or could change there.</summary>
public sealed class FoldersOfOthers
{
    private const string Somebody = "12345";

    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_everybody_may_write_are_refused(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
        }

        foreach (var name in new[] { "", "releases", "receipts", "staging", "work", "jobs", ".." })
        {
            var folder = Path.GetFullPath(host.InApp(name));
            Directory.CreateDirectory(Path.Combine(folder, "kept"));
            FileModes.Set(folder, "777");

            Assert.Equal(FaultCatalog.ForeignFolder, ScriptHost.CodeOf(await host.TryLeaseAsync("run2")));
            Assert.False(File.Exists(host.InApp("lock")) || new FileInfo(host.InApp("lock")).LinkTarget is not null, "The lock is left.");
            Assert.True(Directory.Exists(Path.Combine(folder, "kept")), "Something was removed.");

            FileModes.Set(folder, "755");
            Directory.Delete(Path.Combine(folder, "kept"));
        }

        await using var lease = await host.LeaseAsync("run3");
    }

    /// <summary>A folder like /tmp, in which everybody may have something of his own, is no danger to what is ours.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Beside_ours_in_a_shared_base_are_nothing_to_us(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        FileModes.Set(Path.Combine(host.Home, "base"), "1777");

        await using var lease = await host.LeaseAsync();
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task In_place_of_ours_are_refused(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
        }

        foreach (var name in new[] { "releases", "receipts", "staging", "work", "jobs", "" })
        {
            var folder = Path.GetFullPath(host.InApp(name)).TrimEnd('/');
            Directory.CreateDirectory(folder);
            await GiveAwayAsync(folder);

            var fault = Assert.Single((await host.TryLeaseAsync("run2")).Faults);
            Assert.Equal(FaultCatalog.ForeignFolder, fault.Code);
            Assert.Contains($"user number {Somebody}", fault.Found, StringComparison.Ordinal);

            await Programs.MustRunAsync("chown", "0", folder);
        }
    }

    /// <summary>A link leads wherever whoever made it likes: nothing is written, and nothing removed, behind it.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_are_links_to_what_is_ours_are_refused(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using (await host.LeaseAsync())
        {
        }

        var victim = Directory.CreateDirectory(Path.Combine(host.Home, "victim", "run1")).Parent!.FullName;
        foreach (var name in new[] { "staging", "work", "jobs" })
        {
            File.CreateSymbolicLink(host.InApp(name), victim);
            await GiveAwayAsync(host.InApp(name));

            Assert.Equal(FaultCatalog.ForeignFolder, ScriptHost.CodeOf(await host.TryLeaseAsync()));
            Assert.Equal(["run1"], Directory.GetFileSystemEntries(victim).Select(Path.GetFileName));

            File.Delete(host.InApp(name));
        }
    }

    /// <summary>Locks of puts lie in a folder of ours, one by user.</summary>
    [Theory]
    [MemberData(nameof(Shells))]
    public async Task In_place_of_that_with_locks_of_puts_are_refused(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Directory.CreateDirectory(Path.Combine(host.Home, "target")).FullName;
        var victim = Directory.CreateDirectory(Path.Combine(host.Home, "victim")).FullName;
        File.CreateSymbolicLink(Path.Combine(victim, "1.lock"), "nobody||");
        var locks = Path.Combine(host.Home, "base", ".put-" + (await Programs.MustRunAsync("id", "-u")).Trim());
        File.CreateSymbolicLink(locks, victim);
        await GiveAwayAsync(locks);

        var refused = await host.CallAsync("putlease", target, ".stage", "~/base", "run1", "somebody");

        Assert.Equal(FaultCatalog.ForeignFolder, ScriptHost.CodeOf(refused));
        Assert.Equal(["1.lock"], Directory.GetFileSystemEntries(victim).Select(Path.GetFileName));
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_are_there_where_a_put_would_stage_stay_as_they_are(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var stage = Directory.CreateDirectory(Path.Combine(host.Home, "target", ".stage")).FullName;
        await File.WriteAllTextAsync(Path.Combine(stage, "file"), "of somebody");

        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.CallAsync("putlease", Path.GetDirectoryName(stage)!, ".stage", "~/base", "run1", "somebody")));

        Assert.Equal(["file"], Directory.GetFileSystemEntries(stage).Select(Path.GetFileName));
        Assert.Empty(Directory.GetDirectories(Path.Combine(host.Home, "base"), ".put-*").SelectMany(Directory.GetFileSystemEntries));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task That_hold_the_script_are_not_trusted_with_it(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell, installed: false);
        await using (await host.LeaseAsync())
        {
        }

        Assert.True(await IsInstalledAsync(host));
        FileModes.Set(Path.Combine(host.Home, "base", ".sh"), "777");
        Assert.False(await IsInstalledAsync(host));
        FileModes.Set(Path.Combine(host.Home, "base", ".sh"), "755");

        await GiveAwayAsync(Path.Combine(host.Home, "base", ".sh"));
        Assert.False(await IsInstalledAsync(host));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Staging_that_is_there_already_is_not_used(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        await using var lease = await host.LeaseAsync();
        var victim = Directory.CreateDirectory(Path.Combine(host.Home, "victim")).FullName;
        Directory.CreateDirectory(host.InApp("staging"));
        File.CreateSymbolicLink(host.InApp("staging/run1"), victim);

        Assert.Equal("RD1016", ScriptHost.CodeOf(await host.CallAsync("prepare", host.InApp("staging/run1"), "run1", "none", "0")).ToString());
        Assert.Empty(Directory.GetFileSystemEntries(victim));
    }

    private static async Task<bool> IsInstalledAsync(ScriptHost host)
    {
        await using var session = host.NewSession();
        ScriptHost.Succeeded(await Prober.ProbeAsync(session, TimeProvider.System, CancellationToken.None));
        return session.IsScriptInstalled;
    }

    private static async Task GiveAwayAsync(string path)
    {
        Prerequisite.Root();
        await Programs.MustRunAsync("chown", "-h", Somebody, path);
    }
}
