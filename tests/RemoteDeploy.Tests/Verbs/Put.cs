using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public abstract class Put : IDisposable
{
    private readonly PayloadFolder here = new();

    private protected abstract Task<Fleet> StartAsync(int count);

    public void Dispose()
    {
        here.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Of_files_brings_them_under_their_names_and_a_second_one_sends_nothing()
    {
        await using var fleet = await StartAsync(2);
        here.File("a.txt", "first", "0640").File("sub/b.sh", "second", "0755");
        string[] sources = [At("a.txt"), At("sub/b.sh")];

        var first = await fleet.PutAsync("~/new/target", sources);
        var second = await fleet.PutAsync("~/new/target", sources);

        Assert.Equal([], first.Codes());
        Assert.All(first.Hosts, host => Assert.Equal((HostOutcome.Ok, 2, 2, 11L), (host.Outcome, host.Files, host.FilesSent, host.BytesSent)));
        Assert.All(second.Hosts, host => Assert.Equal((HostOutcome.Ok, 2, 0, 0L), (host.Outcome, host.Files, host.FilesSent, host.BytesSent)));
        Assert.All([0, 1], host =>
        {
            var target = fleet.Outside(host, "new/target");
            Assert.Equal(["a.txt", "b.sh"], Directory.GetFileSystemEntries(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Equal(("first", "640", "755"), (File.ReadAllText(Path.Combine(target, "a.txt")), FileModes.Of(Path.Combine(target, "a.txt")), FileModes.Of(Path.Combine(target, "b.sh"))));
        });
    }

    [Fact]
    public async Task Of_several_at_once_to_one_folder_leaves_all_of_one_and_nothing_of_the_others()
    {
        await using var fleet = await StartAsync(1);
        string[] builds = ["first", "second", "third"];
        foreach (var (build, file) in builds.SelectMany(build => Enumerable.Range(1, 30).Select(file => (build, file))))
        {
            here.File($"{build}/app/part{file}", $"{build} {file}");
        }

        var reports = await Task.WhenAll(builds.Select(build => fleet.PutAsync("~/t", At($"{build}/app"))));

        // Who came first stands, unless the next one came when all was over: then that one knew what it replaced.
        var stands = Assert.Single(Directory.GetFiles(fleet.Outside(0, "t/app")).Select(file => File.ReadAllText(file).Split(' ')[0]).Distinct(StringComparer.Ordinal));
        Assert.Equal([], reports[Array.IndexOf(builds, stands)].Codes());
        Assert.All(reports, report => Assert.Equal(report.ExitCode == 0 ? [] : ["RD1013"], report.Codes()));
        Assert.Equal(["app"], Directory.GetFileSystemEntries(fleet.Outside(0, "t")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Of_several_at_once_that_are_not_in_each_others_way_succeeds_for_all()
    {
        await using var fleet = await StartAsync(1);
        here.File("same", "same").File("a", "a").File("b", "b");

        var reports = await Task.WhenAll(fleet.PutAsync("~/t", At("same"), At("a")), fleet.PutAsync("~/t", At("same"), At("b")), fleet.PutAsync("~/t", At("same")));

        Assert.All(reports, report => Assert.Equal([], report.Codes()));
        Assert.Equal(["a", "b", "same"], Directory.GetFileSystemEntries(fleet.Outside(0, "t")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Of_a_folder_brings_everything_in_it()
    {
        await using var fleet = await StartAsync(1);
        using var payload = PayloadFolder.Hostile().EmptyFolder("empty");

        var report = await fleet.PutAsync("~", payload.Path);

        Assert.Equal([], report.Codes());
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.Outside(0, Path.GetFileName(payload.Path))));
    }

    [Fact]
    public async Task Of_a_folder_into_one_that_is_there_merges_and_replaces()
    {
        await using var fleet = await StartAsync(1);
        here.File("d/same", "same").File("d/changed", "new").File("d/sub/new", "new").File("d/new-sub/file", "new").Link("d/link", "changed").File("d/executable", "x", "0755");
        using (new PayloadFolder())
        {
            var there = Directory.CreateDirectory(fleet.Outside(0, "t/d/sub")).Parent!.FullName;
            await File.WriteAllTextAsync(Path.Combine(there, "changed"), "old and longer");
            await File.WriteAllTextAsync(Path.Combine(there, "kept"), "kept");
            await File.WriteAllTextAsync(Path.Combine(there, "sub/kept"), "kept");
            await File.WriteAllTextAsync(Path.Combine(there, "executable"), "x");
            File.CreateSymbolicLink(Path.Combine(there, "link"), "/elsewhere");
        }

        var report = await fleet.PutAsync("~/t", At("d"));

        Assert.Equal([], report.Codes());
        var found = FolderSnapshot.Of(fleet.Outside(0, "t"));
        Assert.Equal(["d", "d/changed", "d/executable", "d/kept", "d/link", "d/new-sub", "d/new-sub/file", "d/same", "d/sub", "d/sub/kept", "d/sub/new"], found.Paths);
        Assert.Equal("changed", found["d/link"].Target);
        Assert.Equal("0755", found["d/executable"].Mode);
        Assert.Equal("new", await File.ReadAllTextAsync(fleet.Outside(0, "t/d/changed")));
    }

    [Theory]
    [InlineData("a folder onto a file", "RD1011")]
    [InlineData("a file onto a folder", "RD1011")]
    public async Task That_does_not_fit_changes_nothing(string what, string code)
    {
        await using var fleet = await StartAsync(1);
        here.File("d/aaa", "new").File("d/thing/file", "new").File("f/aaa", "new").File("f/thing", "new");
        var folderOntoFile = what == "a folder onto a file";
        var source = folderOntoFile ? "d" : "f";
        var there = Directory.CreateDirectory(fleet.Outside(0, $"t/{source}")).FullName;
        await File.WriteAllTextAsync(Path.Combine(there, "aaa"), "old");
        if (folderOntoFile)
        {
            await File.WriteAllTextAsync(Path.Combine(there, "thing"), "old");
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(there, "thing"));
        }

        var before = FolderSnapshot.Of(fleet.Outside(0, "t"));
        var report = await fleet.PutAsync("~/t", At(source));

        Assert.Equal([code], report.Codes());
        Assert.Contains("thing", report.Hosts[0].Faults[0].Found, StringComparison.Ordinal);
        FolderSnapshot.AssertSame(before, FolderSnapshot.Of(fleet.Outside(0, "t")));
    }

    [Fact]
    public async Task Into_something_that_is_no_folder_is_refused()
    {
        await using var fleet = await StartAsync(1);
        await File.WriteAllTextAsync(fleet.Outside(0, Directory.CreateDirectory(fleet.Outside(0, "")).Exists ? "a-file" : ""), "x");

        Assert.Equal(["RD0019"], (await fleet.PutAsync("~/a-file", At(here.File("f", "x"), "f"))).Codes());
        Assert.Equal(["RD1011"], (await fleet.PutAsync("~/a-file/below", At("f"))).Codes());
    }

    [Fact]
    public async Task Through_a_link_to_a_folder_goes_where_the_link_leads()
    {
        await using var fleet = await StartAsync(1);
        Directory.CreateDirectory(fleet.Outside(0, "real"));
        File.CreateSymbolicLink(fleet.Outside(0, "link"), "real");

        var report = await fleet.PutAsync("~/link", At(here.File("f", "x"), "f"));

        Assert.Equal([], report.Codes());
        Assert.Equal("x", await File.ReadAllTextAsync(fleet.Outside(0, "real/f")));
        Assert.Equal("real", new FileInfo(fleet.Outside(0, "link")).LinkTarget);
    }

    [Fact]
    public async Task Of_a_link_to_a_file_brings_the_file()
    {
        await using var fleet = await StartAsync(1);
        here.File("real", "content", "0640").Link("link", "real");

        var report = await fleet.PutAsync("~/t", At("link"));

        Assert.Equal([], report.Codes());
        Assert.Equal(("content", "640", null), (await File.ReadAllTextAsync(fleet.Outside(0, "t/link")), FileModes.Of(fleet.Outside(0, "t/link")), new FileInfo(fleet.Outside(0, "t/link")).LinkTarget));
    }

    [Fact]
    public async Task Leaves_no_stage_behind()
    {
        await using var fleet = await StartAsync(1);

        await fleet.PutAsync("~/t", At(here.File("d/f", "x"), "d"));
        here.File("d/f", "y");
        await fleet.PutAsync("~/t", At("d"));

        Assert.Equal([fleet.Outside(0, "t/d")], Directory.GetFileSystemEntries(fleet.Outside(0, "t")));
    }

    private protected string At(string path) => Path.Combine(here.Path, path);

    private static string At(PayloadFolder folder, string path) => Path.Combine(folder.Path, path);
}

public sealed class PutToLocalHosts : Put
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));

    [Fact]
    public async Task Of_what_is_not_there_or_collides_is_refused_before_anything_is_contacted()
    {
        await using var fleet = await StartAsync(1);
        using var folder = new PayloadFolder().File("a/same", "1").File("b/same", "2");
        await Programs.MustRunAsync("mkfifo", Path.Combine(folder.Path, "pipe"));

        Assert.Equal(["RD0018"], (await fleet.PutAsync("~/t", Path.Combine(folder.Path, "a/same"), Path.Combine(folder.Path, "b/same"))).Codes());
        Assert.Equal(["RD0018"], (await fleet.PutAsync("~/t", Path.Combine(folder.Path, "a"), Path.Combine(folder.Path, "a/"))).Codes());
        Assert.Equal(["RD0013"], (await fleet.PutAsync("~/t", Path.Combine(folder.Path, "nowhere"))).Codes());
        Assert.Equal(["RD0016"], (await fleet.PutAsync("~/t", Path.Combine(folder.Path, "pipe"))).Codes());
        Assert.Equal(["RD0002"], (await fleet.PutAsync("~/t")).Codes());
        Assert.False(Directory.Exists(fleet.Outside(0, "t")));
    }

    [Fact]
    public async Task Never_shows_a_file_that_is_half_one_and_half_another()
    {
        await using var fleet = await StartAsync(1);
        using var source = new PayloadFolder();
        var (old, @new) = (new string('a', 200_000), new string('b', 300_000));
        await fleet.PutAsync("~/t", source.File("d/file", old).Path);
        var seen = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        using var done = new CancellationTokenSource();
        var name = Path.Combine(fleet.Outside(0, "t"), Path.GetFileName(source.Path), "d/file");
        var reader = Task.Run(() =>
        {
            do
            {
                // Anything but one of the two is torn; a moment without the file is, too, and throws.
                var content = File.ReadAllText(name);
                seen.AddOrUpdate(content == old ? "old" : content == @new ? "new" : "torn", 1, (_, count) => count + 1);
            }
            while (!done.IsCancellationRequested);
        });

        for (var round = 0; round < 6; round++)
        {
            await fleet.PutAsync("~/t", source.File("d/file", round % 2 == 0 ? @new : old).Path);
        }

        await done.CancelAsync();
        await reader;
        Assert.Equal(["new", "old"], seen.Keys.Order(StringComparer.Ordinal));
    }
}

public sealed class PutToSshHosts : Put
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}
