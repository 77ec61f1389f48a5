using System.Runtime.Versioning;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Remoting;

[UnsupportedOSPlatform("windows")]
public sealed class PutVerbs
{
    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Place_files_beside_those_that_are_there(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "tar get");
        await using var lease = await PutLeaseAsync(host, target);
        using var payload = PayloadFolder.Hostile().File("app/config", "new").File("app/sub/x", "new").File("other", "new").Link("link", "app/config");
        using var there = new PayloadFolder().File("app/config", "old").File("app/untouched", "old");
        await Programs.MustRunAsync("cp", "-a", payload.Path + "/.", Path.Combine(target, ".stage"));
        await Programs.MustRunAsync("cp", "-a", there.Path + "/.", target);

        await host.MustCallAsync("place", target, ".stage");
        Assert.True(await lease.EndAsync(hasty: false) is { IsKnown: true, Left: [] });

        payload.File("app/untouched", "old");
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(target));
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Refuse_a_file_where_a_folder_has_to_be(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        await File.WriteAllTextAsync(target, "a file");
        Assert.Equal(FaultCatalog.BadRemotePath, ScriptHost.CodeOf(await host.CallAsync("putlease", target, ".stage", "~/base", "run", "somebody")));

        File.Delete(target);
        await using var lease = await PutLeaseAsync(host, target);
        Directory.CreateDirectory(Path.Combine(target, ".stage/app"));
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/app/file"), "new");
        await File.WriteAllTextAsync(Path.Combine(target, "app"), "a file");

        var refused = Assert.Single((await host.CallAsync("place", target, ".stage")).Faults);
        Assert.Equal((FaultCatalog.BaseNotWritable, $"{target}/./app is not a folder"), (refused.Code, refused.Found));
        Assert.StartsWith("Move it away", refused.Try, StringComparison.Ordinal);
        Assert.Equal("a file", await File.ReadAllTextAsync(Path.Combine(target, "app")));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Refuse_a_link_where_a_folder_has_to_be(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        await using var lease = await PutLeaseAsync(host, target);
        Directory.CreateDirectory(Path.Combine(target, ".stage/app"));
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/app/file"), "new");
        var elsewhere = Directory.CreateDirectory(Path.Combine(host.Home, "elsewhere")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(target, "app"), elsewhere);

        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.CallAsync("place", target, ".stage")));
        Assert.Empty(Directory.GetFileSystemEntries(elsewhere));
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Take_their_stage_away_when_their_input_ends(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        var lease = await PutLeaseAsync(host, target);
        Assert.Equal((UnixFileMode)Convert.ToInt32("0700", 8), File.GetUnixFileMode(Path.Combine(target, ".stage")));
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/file"), "new");

        Assert.True(await lease.EndAsync(hasty: false) is { IsKnown: true, Left: [] });

        Assert.Empty(Directory.GetFileSystemEntries(target));
        Assert.Empty(Locks(host));
        Assert.Empty(Directory.GetFileSystemEntries(host.Temp));
    }

    /// <summary>All shells at once: each looks every two seconds.</summary>
    [Fact]
    public Task Take_their_stage_away_a_minute_after_the_last_sign_of_life() => Task.WhenAll(Shells.Select(async shell =>
    {
        await using var host = await ScriptHost.StartAsync(shell.Data);
        var target = Path.Combine(host.Home, "target");
        await using var lease = await PutLeaseAsync(host, target);
        var beat = Assert.Single(Locks(host), path => path.Contains(".beat-", StringComparison.Ordinal));

        File.SetLastWriteTimeUtc(beat, DateTime.UtcNow.AddMinutes(-2));

        await Eventually.IsTrueAsync(() => lease.HasEnded && Directory.GetFileSystemEntries(target).Length + Directory.GetFileSystemEntries(host.Temp).Length + Locks(host).Length == 0, $"the session under {shell.Data} ends");
    }));

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Remove_what_a_killed_put_has_staged(string shell)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who a file belongs to is told by Linux's /proc.");
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");

        // The next one to another folder removes it as well.
        foreach (var next in new[] { "other", "target" })
        {
            await using (await PutLeaseAsync(host, target, ".rd-killed"))
            {
                var temporary = Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(host.Temp)));
                using var holder = System.Diagnostics.Process.GetProcessById(int.Parse(temporary.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture));
                holder.Kill();
                await holder.WaitForExitAsync();
            }

            Assert.Equal([".rd-killed"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
            Assert.Equal(2, Locks(host).Length);
            await using (await PutLeaseAsync(host, Path.Combine(host.Home, next)))
            {
                Assert.Equal(next == "target" ? [".stage"] : [], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
                Assert.Equal(2, Locks(host).Length);
                Assert.Single(Directory.GetFileSystemEntries(host.Temp));
            }

            Assert.Empty(Locks(host));
        }
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task To_one_folder_come_one_after_the_other_whatever_it_is_called(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        Directory.CreateDirectory(target);
        File.CreateSymbolicLink(Path.Combine(host.Home, "link"), target);
        var first = await PutLeaseAsync(host, target, ".first");

        var second = await HoldAsync(host, Path.Combine(host.Home, "link"), ".second", "second");
        await using var elsewhere = await PutLeaseAsync(host, Path.Combine(host.Home, "other"), ".third");

        Assert.Equal(FaultCatalog.HostLocked, Assert.Single(second.Faults).Code);
        Assert.Equal([".first"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
        await first.EndAsync(hasty: false);
        await using var then = await PutLeaseAsync(host, target, ".second");
    }

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Are_not_moved_to_their_place_without_the_lock(string shell)
    {
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        await using var lease = await PutLeaseAsync(host, target);
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/file"), "new");
        File.Delete(Assert.Single(Locks(host), path => path.EndsWith(".lock", StringComparison.Ordinal)));

        await lease.ReserveAsync(CancellationToken.None);
        var placed = ScriptHost.Succeeded(await lease.AskAsync(new ScriptCall("place", target, ".stage"), CancellationToken.None));

        Assert.Equal(FaultCatalog.LockLost, Assert.Single(placed.Faults).Code);
        Assert.False(File.Exists(Path.Combine(target, "file")));
    }

    private static string[] Locks(ScriptHost host) => [.. Directory.GetDirectories(Path.Combine(host.Home, "base"), ".put-*").SelectMany(Directory.GetFileSystemEntries)];

    internal static async Task<StepChannel> PutLeaseAsync(ScriptHost host, string target, string stage = ".stage") =>
        ScriptHost.Succeeded(await HoldAsync(host, target, stage, "run")).Channel;

    private static Task<Attempt<(StepChannel Channel, Reply Reply)>> HoldAsync(ScriptHost host, string target, string stage, string run) =>
        host.Session.HoldAsync(new ScriptCall("putlease", target, stage, "~/base", run, "somebody"), CancellationToken.None);
}
