using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Payload;

public sealed class ShippingUnusualThings : IDisposable
{
    private readonly PayloadFolder payload = new PayloadFolder().File("app", "x");

    public void Dispose()
    {
        foreach (var folder in Directory.EnumerateDirectories(payload.Path, "*", SearchOption.AllDirectories))
        {
            FileModes.Set(folder, "755");
        }

        payload.Dispose();
    }

    [Fact]
    public async Task Keeps_setuid_setgid_and_sticky_bits()
    {
        payload.File("setuid", "x", "4755").File("setgid", "x", "2755").EmptyFolder("sticky");
        FileModes.Set(Path.Combine(payload.Path, "sticky"), "1777");

        await ArrivesAsync();
    }

    [Fact]
    public async Task Keeps_folders_that_nobody_may_write_and_replaces_them_later()
    {
        payload.File("locked/deep/file", "1", "0444");
        FileModes.Set(Path.Combine(payload.Path, "locked/deep"), "555");
        FileModes.Set(Path.Combine(payload.Path, "locked"), "555");

        await ArrivesAsync();
    }

    [Fact]
    public async Task Keeps_times_before_1970_and_after_2106()
    {
        File.SetLastWriteTimeUtc(Path.Combine(payload.File("old", "x").Path, "old"), new DateTime(1902, 3, 4, 5, 6, 7, DateTimeKind.Utc));
        File.SetLastWriteTimeUtc(Path.Combine(payload.File("future", "x").Path, "future"), new DateTime(2150, 3, 4, 5, 6, 7, DateTimeKind.Utc));

        await ArrivesAsync();
    }

    [Fact]
    public async Task Keeps_a_tree_that_is_deep_and_has_long_names()
    {
        payload.File(string.Join('/', Enumerable.Repeat(new string('d', 250), 14)) + "/file", "deep")
            .File(string.Join('/', Enumerable.Repeat("d", 200)) + "/file", "deeper");

        await ArrivesAsync();
    }

    [Fact]
    public async Task Works_below_a_base_that_passes_its_group_on()
    {
        payload.File("sub/file", "x");
        await using var fleet = Fleet.Local(1);
        FileModes.Set(Directory.CreateDirectory(fleet.Outside(0, ".remotedeploy")).FullName, "2775");

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "here", Command = "/bin/true" });

        Assert.Equal([], report.Codes());
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(0, "current")));
    }

    // Twice, with one file changed: the second deploy takes what it can from the first.
    private async Task ArrivesAsync()
    {
        Prerequisite.Posix();
        await using var fleet = Fleet.Local(1);
        var first = await fleet.DeployAsync(payload.Path, request => request with { Keep = 1 });
        Assert.Equal([], first.Codes());
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(0, "current")));

        payload.File("app", "y");
        var second = await fleet.DeployAsync(payload.Path, request => request with { Keep = 1 });

        Assert.Equal([], second.Codes());
        Assert.Equal(1, second.Hosts[0].FilesSent);
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(0, "current")));
        Assert.Single(Directory.GetDirectories(fleet.App(0, "releases")));
    }
}
