using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public abstract class Get
{
    private protected abstract Task<Fleet> StartAsync(int count);

    [Fact]
    public async Task Of_a_file_brings_it_from_every_host_into_a_folder_of_its_own()
    {
        await using var fleet = await StartAsync(2);
        using var here = new PayloadFolder();
        var time = new DateTime(2020, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        for (var host = 0; host < 2; host++)
        {
            var file = Path.Combine(Directory.CreateDirectory(fleet.Outside(host, "logs")).FullName, "-a 'log'");
            await File.WriteAllTextAsync(file, $"of host {host}");
            FileModes.Set(file, "4751");
            File.SetLastWriteTimeUtc(file, time);
        }

        var report = await fleet.GetAsync("~/logs/-a 'log'", here.Path);

        Assert.Equal([], report.Codes());
        Assert.Equal(2, Directory.GetDirectories(here.Path).Length);
        for (var host = 0; host < 2; host++)
        {
            Assert.Equal((HostOutcome.Ok, 1, 9L), (report.Hosts[host].Outcome, report.Hosts[host].Files, report.Hosts[host].Bytes));
            var file = Path.Combine(here.Path, fleet.Hosts[host].Name.Replace(':', '_'), "-a 'log'");
            Assert.Equal(($"of host {host}", "751", time), (await File.ReadAllTextAsync(file), FileModes.Of(file), File.GetLastWriteTimeUtc(file)));
        }
    }

    [Fact]
    public async Task Of_a_folder_brings_all_files_and_empty_folders_whatever_their_names()
    {
        await using var fleet = await StartAsync(1);
        using var here = new PayloadFolder();
        using var there = PayloadFolder.Hostile().Remove("folders/link to\nline").EmptyFolder("empty/deep").File("a", "one").File("a.part", "two").File("a.part.part", "three").File("read-only", "x", "0444");
        await fleet.PutAsync("~/t", there.Path);

        var first = await fleet.GetAsync($"~/t/{Path.GetFileName(there.Path)}/", here.Path);
        var second = await fleet.GetAsync($"~/t/{Path.GetFileName(there.Path)}", here.Path);

        Assert.Equal([], first.Codes());
        Assert.Equal([], second.Codes());
        FolderSnapshot.AssertSame(there.Snapshot(), FolderSnapshot.Of(Path.Combine(here.Path, fleet.Hosts[0].Name.Replace(':', '_'), Path.GetFileName(there.Path))));
    }

    [Fact]
    public async Task Of_links_and_pipes_leaves_them_out_and_says_so()
    {
        await using var fleet = await StartAsync(1);
        using var here = new PayloadFolder();
        await fleet.ExecAsync("/bin/sh", "-c", "mkdir d && cd d && echo x >file && ln -s /etc/passwd link && mkfifo pipe");

        var report = await fleet.GetAsync("~/d", here.Path);

        Assert.Equal([], report.Codes());
        Assert.Equal((1, "2 links and special files are left out: link, pipe"), (report.Hosts[0].Files, Assert.Single(report.Hosts[0].Notes)));
        Assert.Equal(["d", "d/file"], FolderSnapshot.Of(Directory.GetDirectories(here.Path).Single()).Paths);
    }

    [Fact]
    public async Task Of_a_link_to_a_file_brings_the_file_under_the_name_that_was_asked_for()
    {
        await using var fleet = await StartAsync(1);
        using var here = new PayloadFolder();
        await fleet.ExecAsync("/bin/sh", "-c", "mkdir d && echo of-today >d/monday.log && ln -s d/monday.log middle && ln -s middle latest.log && ln -s nowhere broken");

        var report = await fleet.GetAsync("~/latest.log", here.Path);
        var broken = await fleet.GetAsync("~/broken", here.Path);

        Assert.Equal([], report.Codes());
        Assert.Equal(["RD1021 The path is a link that leads nowhere"], broken.AllFaults.Select(fault => $"{fault.Code} {fault.Message}"));
        var file = Assert.Single(Directory.GetFiles(Directory.GetDirectories(here.Path).Single()));
        Assert.Equal(("latest.log", "of-today\n"), (Path.GetFileName(file), await File.ReadAllTextAsync(file)));
    }

    [Fact]
    public async Task Of_a_folder_tells_of_files_that_an_earlier_one_has_left()
    {
        await using var fleet = await StartAsync(1);
        using var here = new PayloadFolder();
        await fleet.ExecAsync("/bin/sh", "-c", "mkdir d && echo 1 >d/today && echo 2 >d/yesterday");
        var first = await fleet.GetAsync("~/d", here.Path);
        await fleet.ExecAsync("rm", "d/yesterday");

        var second = await fleet.GetAsync("~/d", here.Path);

        Assert.Empty(first.Hosts[0].Notes);
        Assert.StartsWith("1 file in ", Assert.Single(second.Hosts[0].Notes), StringComparison.Ordinal);
        Assert.EndsWith(" was there before, and is not what was brought now: yesterday", second.Hosts[0].Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_nothing_says_so_for_each_host()
    {
        await using var fleet = await StartAsync(2);
        using var here = new PayloadFolder();
        await fleet.ExecAsync("mkfifo", "pipe");

        Assert.Equal(["RD1021", "RD1021"], (await fleet.GetAsync("~/nowhere", here.Path)).Codes());
        Assert.Equal(["RD1021", "RD1021"], (await fleet.GetAsync("~/pipe", here.Path)).Codes());
        Assert.Empty(Directory.GetFileSystemEntries(here.Path));
    }

    [Theory]
    [InlineData("")] // the whole target is a file
    [InlineData("HOST/d/file")] // a folder stands where the file goes
    public async Task To_where_nothing_can_be_written_says_so(string obstacle)
    {
        await using var fleet = await StartAsync(1);
        using var here = new PayloadFolder();
        await fleet.ExecAsync("/bin/sh", "-c", "mkdir d && echo x >d/file && echo y >d/next");
        var target = Path.Combine(here.Path, "target");
        if (obstacle.Length == 0)
        {
            await File.WriteAllTextAsync(target, "in the way");
        }
        else
        {
            Directory.CreateDirectory(Path.Combine(target, obstacle.Replace("HOST", fleet.Hosts[0].Name.Replace(':', '_'), StringComparison.Ordinal)));
        }

        var report = await fleet.GetAsync("~/d", target);

        Assert.Equal((64, "RD0022"), (report.ExitCode, Assert.Single(report.Codes())));
    }
}

public sealed class GetFromLocalHosts : Get
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));
}

public sealed class GetFromSshHosts : Get
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}

public sealed class PlacesToGetFrom
{
    [Theory]
    [InlineData("/file", "/", "file")]
    [InlineData("/a/file", "/a", "file")]
    [InlineData("~/file", "~", "file")]
    [InlineData("/a b/c'd", "/a b", "c'd")]
    public void Are_a_folder_and_a_name_in_it(string path, string folder, string name) => Assert.Equal((folder, name), RemoteDeploy.Runs.GetRun.Split(path));
}
