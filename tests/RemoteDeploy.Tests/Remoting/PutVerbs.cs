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
        lease.CloseInput();
        Assert.Null(await lease.Reader.TextAsync(CancellationToken.None));

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
        Assert.Equal(FaultCatalog.BadRemotePath, ScriptHost.CodeOf(await host.CallAsync("putlease", target, ".stage")));

        File.Delete(target);
        await using var lease = await PutLeaseAsync(host, target);
        Directory.CreateDirectory(Path.Combine(target, ".stage/app"));
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/app/file"), "new");
        await File.WriteAllTextAsync(Path.Combine(target, "app"), "a file");

        Assert.Equal(FaultCatalog.BaseNotWritable, ScriptHost.CodeOf(await host.CallAsync("place", target, ".stage")));
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
        await using var lease = await PutLeaseAsync(host, target);
        Assert.Equal((UnixFileMode)Convert.ToInt32("0700", 8), File.GetUnixFileMode(Path.Combine(target, ".stage")));
        await File.WriteAllTextAsync(Path.Combine(target, ".stage/file"), "new");

        lease.CloseInput();

        Assert.Null(await lease.Reader.TextAsync(CancellationToken.None));
        Assert.Empty(Directory.GetFileSystemEntries(target));
    }

    /// <summary>All shells at once: each looks every two seconds.</summary>
    [Fact]
    public Task Take_their_stage_away_a_minute_after_the_last_sign_of_life() => Task.WhenAll(Shells.Select(async shell =>
    {
        await using var host = await ScriptHost.StartAsync(shell.Data);
        var target = Path.Combine(host.Home, "target");
        await using var lease = await PutLeaseAsync(host, target);
        var beat = Path.Combine(Assert.Single(Directory.GetFileSystemEntries(host.Temp)), "beat");

        File.SetLastWriteTimeUtc(beat, DateTime.UtcNow.AddMinutes(-2));

        await Eventually.IsTrueAsync(() => lease.HasEnded && Directory.GetFileSystemEntries(target).Length + Directory.GetFileSystemEntries(host.Temp).Length == 0, $"the session under {shell.Data} ends");
    }));

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Remove_what_a_killed_put_has_staged(string shell)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Who a file belongs to is told by Linux's /proc.");
        await using var host = await ScriptHost.StartAsync(shell);
        var target = Path.Combine(host.Home, "target");
        await using (await PutLeaseAsync(host, target, ".rd-killed"))
        {
            var temporary = Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(host.Temp)));
            using var holder = System.Diagnostics.Process.GetProcessById(int.Parse(temporary.Split('-')[2], System.Globalization.CultureInfo.InvariantCulture));
            holder.Kill();
            await holder.WaitForExitAsync();
        }

        Assert.Equal([".rd-killed"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
        await using var next = await PutLeaseAsync(host, target);

        Assert.Equal([".stage"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName));
        Assert.Single(Directory.GetFileSystemEntries(host.Temp));
    }

    private static async Task<OpenCall> PutLeaseAsync(ScriptHost host, string target, string stage = ".stage")
    {
        var call = ScriptHost.Succeeded(await host.Session.OpenAsync(new ScriptCall("putlease", target, stage), CancellationToken.None));
        Assert.Equal("ready", await call.Reader.TextAsync(CancellationToken.None));
        return call;
    }
}
