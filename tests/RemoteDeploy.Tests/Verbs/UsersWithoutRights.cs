using System.Text.Json;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Verbs;

/// <summary>What root never sees: the tool as an ordinary user, who may not read and write everything.</summary>
public sealed class UsersWithoutRights : IDisposable
{
    private readonly string work = Directory.CreateTempSubdirectory("rd-user-").FullName;

    // The tool is copied to where every user can read it.
    public UsersWithoutRights()
    {
        Prerequisite.Program("setpriv");
        var tool = Directory.CreateDirectory(Path.GetDirectoryName(Tool)!).FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Built.Tool)!))
        {
            File.Copy(file, Path.Combine(tool, Path.GetFileName(file)));
        }
    }

    private string Tool => Path.Combine(work, "tool", Path.GetFileName(Built.Tool));

    private string Home => Path.Combine(work, ".remotedeploy/hosts/a");

    public void Dispose() => Directory.Delete(work, recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("folder/file")]
    public async Task Are_told_which_part_of_a_payload_they_may_not_read(string path)
    {
        var payload = Folder("payload");
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(payload, path))!);
        await File.WriteAllTextAsync(Path.Combine(payload, path), "x");
        var closed = Path.Combine(payload, path.Split('/')[0]);
        await OwnAsync();
        FileModes.Set(closed, "0");

        var (exitCode, codes, report) = await RunAsync("deploy", payload, "--on", "local:a");

        Assert.Equal((64, "RD0015"), (exitCode, Assert.Single(codes)));
        Assert.Equal(path.Split('/')[0], report.GetProperty("faults")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task Deploy_and_put_folders_that_nobody_may_write()
    {
        var payload = LockedFolder();
        await OwnAsync();

        var deployed = await RunAsync("deploy", payload, "--on", "local:a");
        var tested = await RunAsync("test", "--on", "local:a", "--command", "/bin/true");
        var put = await RunAsync("put", payload, "--to", "~/t", "--on", "local:a");
        var again = await RunAsync("put", payload, "--to", "~/t", "--on", "local:a");

        Assert.Equal([(0, ""), (0, ""), (0, ""), (0, "")], new[] { deployed, tested, put, again }.Select(call => (call.ExitCode, string.Join(' ', call.Codes))));
        FolderSnapshot.AssertSame(FolderSnapshot.Of(payload), FolderSnapshot.Of(Path.Combine(Home, ".remotedeploy/app/current")));
        FolderSnapshot.AssertSame(FolderSnapshot.Of(payload), FolderSnapshot.Of(Path.Combine(Home, "t/payload")));
    }

    [Fact]
    public async Task Get_what_they_may_read_and_are_told_what_not()
    {
        var folder = Path.Combine(Home, "d");
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])["a", "closed", "z"])
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), $"content of {name}");
        }

        await OwnAsync();
        FileModes.Set(Path.Combine(folder, "closed"), "0");

        var (exitCode, codes, report) = await RunAsync("get", "~/d", "--to", Path.Combine(work, "here"), "--on", "local:a");

        Assert.Equal((21, "RD1021"), (exitCode, Assert.Single(codes)));
        Assert.Equal("closed", report.GetProperty("hosts")[0].GetProperty("faults")[0].GetProperty("path").GetString());
        Assert.Equal(["content of a", "content of z"], Directory.GetFiles(Path.Combine(work, "here/local_a/d")).Order(StringComparer.Ordinal).Select(File.ReadAllText));
    }

    [Fact]
    public async Task Are_told_of_folders_that_they_may_not_look_into()
    {
        var folder = Path.Combine(Home, "d");
        Directory.CreateDirectory(Path.Combine(folder, "closed"));
        Directory.CreateDirectory(Path.Combine(folder, "open"));
        await File.WriteAllTextAsync(Path.Combine(folder, "closed/a"), "unseen");
        await File.WriteAllTextAsync(Path.Combine(folder, "open/a"), "content");
        await OwnAsync();
        FileModes.Set(Path.Combine(folder, "closed"), "0");

        var (exitCode, codes, report) = await RunAsync("get", "~/d", "--to", Path.Combine(work, "here"), "--on", "local:a");

        FileModes.Set(Path.Combine(folder, "closed"), "755");
        Assert.Equal((21, "RD1021"), (exitCode, Assert.Single(codes)));
        Assert.EndsWith("d/closed", report.GetProperty("hosts")[0].GetProperty("faults")[0].GetProperty("path").GetString(), StringComparison.Ordinal);
        Assert.Equal("content", await File.ReadAllTextAsync(Path.Combine(work, "here/local_a/d/open/a")));
    }

    [Theory]
    [InlineData("out/**/*.xml", 8, "RD4003")]
    [InlineData("out/*.xml", 0, "")]
    public async Task Are_told_of_results_that_they_may_not_see(string pattern, int exitCode, string code)
    {
        var payload = Folder("payload");
        Programs.WriteScript(Path.Combine(payload, "s.sh"), """
            mkdir -p out/sub
            echo '<testsuite name="a" tests="1"><testcase name="good" classname="a"/></testsuite>' >out/a.xml
            echo '<testsuite name="b" tests="1" failures="1"><testcase name="bad" classname="b"><failure message="no"/></testcase></testsuite>' >out/sub/b.xml
            chmod 0 out/sub
            """);
        await OwnAsync();

        var run = await RunAsync("run", payload, "--on", "local:a", "--command", "./s.sh", "--results-glob", pattern);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal(code.Length > 0, run.Report.GetRawText().Contains("out/sub", StringComparison.Ordinal));
        Assert.Contains(code, run.Report.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_where_they_may_not_write()
    {
        var payload = Folder("payload");
        await File.WriteAllTextAsync(Path.Combine(payload, "app"), "x");
        Directory.CreateDirectory(Path.Combine(Home, "locked"));
        await OwnAsync();
        FileModes.Set(Path.Combine(Home, "locked"), "555");

        Assert.Equal([(21, "RD1011")], [One(await RunAsync("deploy", payload, "--on", "local:a", "--base", "/locked"))]);
        Assert.Equal([(21, "RD1011")], [One(await RunAsync("put", payload, "--on", "local:a", "--to", "/locked"))]);
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Home, "locked")));

        static (int, string) One((int ExitCode, string[] Codes, JsonElement Report) call) => (call.ExitCode, string.Join(' ', call.Codes));
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(work, name)).FullName;

    private string LockedFolder()
    {
        var payload = Folder("payload");
        Directory.CreateDirectory(Path.Combine(payload, "locked/deep"));
        File.WriteAllText(Path.Combine(payload, "locked/deep/file"), "x");
        File.WriteAllText(Path.Combine(payload, "locked/file"), "x");
        FileModes.Set(Path.Combine(payload, "locked/deep"), "555");
        FileModes.Set(Path.Combine(payload, "locked"), "555");
        return payload;
    }

    // For root: everything made so far belongs to nobody, who then runs the tool. An ordinary user runs it as himself.
    private async Task OwnAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await Programs.MustRunAsync("chown", "-R", "65534:65534", work);
        }
    }

    private async Task<(int ExitCode, string[] Codes, JsonElement Report)> RunAsync(params string[] arguments)
    {
        string[] user = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] : ["env"];
        string[] all = [.. user[1..], "dotnet", Tool, .. arguments, "--json"];
        var result = await Programs.RunAsync(new ProgramCall(user[0], all) { Folder = work, Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = work, ["DOTNET_CLI_HOME"] = work } });
        Assert.True(result.Output.StartsWith('{'), result.Output + result.Error);
        var report = JsonDocument.Parse(result.Output).RootElement;
        var faults = report.GetProperty("faults").EnumerateArray().Concat(report.GetProperty("hosts").EnumerateArray().SelectMany(host => host.GetProperty("faults").EnumerateArray()));
        return (result.ExitCode, [.. faults.Select(fault => fault.GetProperty("code").GetString()!)], report);
    }
}
