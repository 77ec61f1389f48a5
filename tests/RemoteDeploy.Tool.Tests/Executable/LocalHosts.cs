using System.Text.Json;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>Every verb on hosts that this machine plays: what is printed, what is done, and the exit code agree.</summary>
public sealed class LocalHosts : IDisposable
{
    private readonly Folder folder = new();

    public LocalHosts()
    {
        Prerequisite.Posix();
        folder.Write("remotedeploy.yml", """
            app: web
            payload: out
            hosts: [local:a, local:b]
            suites: {smoke: {command: ./smoke.sh}}
            """);
        folder.Write("out/app.txt", "one");
        Script("#!/bin/sh\ngrep -q one app.txt");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Deploy_then_nothing_to_do_then_a_flipped_byte_then_repaired()
    {
        var first = await ToolProcess.JsonAsync(folder.Path, "deploy", "--json");
        Assert.Equal(["activated", "activated"], Outcomes(first));
        Assert.Equal("one", await File.ReadAllTextAsync(Current("a", "app.txt")));

        var second = await ToolProcess.JsonAsync(folder.Path, "deploy", "--json");
        Assert.Equal(["unchanged", "unchanged"], Outcomes(second));
        Assert.All(Hosts(second), host => Assert.Equal(0, host.GetProperty("bytesSent").GetInt64()));

        await File.WriteAllTextAsync(Current("b", "app.txt"), "0ne");
        var audit = await ToolProcess.JsonAsync(folder.Path, "verify", "--json");
        Assert.Equal(20, audit.GetProperty("exitCode").GetInt32());
        Assert.Equal(["verified", "mismatch"], Outcomes(audit));
        var fault = Hosts(audit)[1].GetProperty("faults")[0];
        Assert.Equal(("RD2001", "app.txt"), (fault.GetProperty("code").GetString(), fault.GetProperty("path").GetString()));

        var repair = await ToolProcess.JsonAsync(folder.Path, "deploy", "--json");
        Assert.Equal(1, Hosts(repair)[1].GetProperty("filesSent").GetInt32());
        Assert.Equal(0, (await ToolProcess.RunAsync(folder.Path, "verify")).ExitCode);
    }

    [Fact]
    public async Task The_summary_file_is_the_document_that_was_printed()
    {
        var document = await ToolProcess.JsonAsync(folder.Path, "deploy", "--json");
        var summary = await File.ReadAllTextAsync(Path.Combine(document.GetProperty("runFolder").GetString()!, "summary.json"));

        Assert.Equal(JsonSerializer.Serialize(document), JsonSerializer.Serialize(JsonDocument.Parse(summary).RootElement));
    }

    [Fact]
    public async Task Run_deploys_and_tests()
    {
        var green = await ToolProcess.JsonAsync(folder.Path, "run", "--json");
        Assert.Equal(0, green.GetProperty("exitCode").GetInt32());
        Assert.All(Hosts(green), host => Assert.True(host.GetProperty("suites")[0].GetProperty("succeeded").GetBoolean()));

        Script("#!/bin/sh\nexit 3");
        var red = await ToolProcess.RunAsync(folder.Path, "run");
        Assert.Equal(2, red.ExitCode);
        Assert.Contains("error RD3001:", red.Error, StringComparison.Ordinal);
        Assert.EndsWith("run failed: 2 of 2 hosts (exit 2)\n", red.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_runs_what_the_command_line_says()
    {
        Assert.Equal(0, (await ToolProcess.RunAsync(folder.Path, "deploy")).ExitCode);

        Assert.Equal(0, (await ToolProcess.RunAsync(folder.Path, "test", "--suite", "smoke", "--payload", "out")).ExitCode);
        Assert.Equal(2, (await ToolProcess.RunAsync(folder.Path, "test", "--command", "sh -c 'exit 1'")).ExitCode);
    }

    [Fact]
    public async Task Results_that_cannot_be_written_here_are_fetched_by_an_attach()
    {
        Script($"""
            #!/bin/sh
            mkdir out; echo '<testsuite tests="1"><testcase name="a"/></testsuite>' >out/r.xml
            in={folder.Path}/.remotedeploy/runs/$REMOTEDEPLOY_RUN/results/local_a/smoke; mkdir -p "$in"; : >"$in/out"
            """);
        string[] run = ["run", "--on", "local:a", "--command", "./smoke.sh", "--results-glob", "out/*.xml", "--json"];

        var red = await ToolProcess.JsonAsync(folder.Path, run);

        Assert.Equal(64, red.GetProperty("exitCode").GetInt32());
        Assert.Equal(["failed"], Outcomes(red));
        Assert.Contains("'remotedeploy attach ", Hosts(red)[0].GetProperty("leftBehind")[0].GetString(), StringComparison.Ordinal);
        File.Delete(Path.Combine(red.GetProperty("runFolder").GetString()!, "results/local_a/smoke/out"));
        var green = await ToolProcess.JsonAsync(folder.Path, "attach", "last", "--json");
        Assert.Equal(0, green.GetProperty("exitCode").GetInt32());
        Assert.Equal(0, Hosts(green)[0].GetProperty("leftBehind").GetArrayLength());
    }

    [Fact]
    public async Task A_file_in_place_of_the_results_folder_is_found_before_anything_is_run()
    {
        folder.Write("results", "no folder");

        var refused = await ToolProcess.RunAsync(folder.Path, "run", "--results", "results/of/today");

        Assert.Equal(64, refused.ExitCode);
        Assert.Contains($"error RD0022: The results folder cannot be made: {folder.Path}/results/of/today; expected a folder, or none yet, found the file {folder.Path}/results.", refused.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Path, ".remotedeploy", "hosts")), "no host was touched");
    }

    [Fact]
    public async Task What_the_tool_keeps_in_its_folder_is_no_payload()
    {
        folder.Write(".remotedeploy/runs/old/summary.json", "{}");

        var first = await ToolProcess.JsonAsync(folder.Path, "deploy", ".", "--json");
        var second = await ToolProcess.JsonAsync(folder.Path, "deploy", ".", "--json");

        Assert.Equal(["activated", "activated"], Outcomes(first));
        Assert.Equal(["unchanged", "unchanged"], Outcomes(second));
        Assert.False(Path.Exists(Current("a", ".remotedeploy")), "it was left out");
        Assert.Equal(0, (await ToolProcess.RunAsync(folder.Path, "put", ".", "--to", "/srv/all", "--on", "local:a")).ExitCode);
    }

    [Fact]
    public async Task Put_of_a_link_that_leads_nowhere_is_refused()
    {
        File.CreateSymbolicLink(Path.Combine(folder.Path, "dangling"), "gone");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "loop"), "loop");

        var refused = await ToolProcess.RunAsync(folder.Path, "put", "dangling", "loop", "--to", "/srv/target");

        Assert.Equal(64, refused.ExitCode);
        Assert.Contains($"error RD0013: The source is a link that leads nowhere: {folder.Path}/dangling; found a link to gone.", refused.Error, StringComparison.Ordinal);
        Assert.Contains($"error RD0013: The source is a link that leads nowhere: {folder.Path}/loop; found ", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollback_switches_back()
    {
        await ToolProcess.RunAsync(folder.Path, "deploy");
        folder.Write("out/app.txt", "two");
        await ToolProcess.RunAsync(folder.Path, "deploy");
        Assert.Equal("two", await File.ReadAllTextAsync(Current("a", "app.txt")));

        var back = await ToolProcess.JsonAsync(folder.Path, "rollback", "--json");

        Assert.Equal(["rolledBack", "rolledBack"], Outcomes(back));
        Assert.Equal("one", await File.ReadAllTextAsync(Current("a", "app.txt")));
    }

    [Fact]
    public async Task Put_and_get_carry_files_there_and_back()
    {
        var put = await ToolProcess.JsonAsync(folder.Path, "put", "out", "--to", "/srv/target", "--on", "local:a", "--json");
        Assert.Equal(0, put.GetProperty("exitCode").GetInt32());
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(folder.Path, ".remotedeploy/hosts/a/srv/target/out/app.txt")));

        var get = await ToolProcess.JsonAsync(folder.Path, "get", "/srv/target/out", "--to", "back", "--on", "local:a", "--json");
        Assert.Equal(0, get.GetProperty("exitCode").GetInt32());
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "back"), "app.txt", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task Exec_passes_arguments_as_they_are_and_prefixes_what_comes_back()
    {
        var result = await ToolProcess.RunAsync(folder.Path, "exec", "--on", "local:a", "--", "printf", "%s|\\n", "a b", "$HOME", "*", "--json");

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["local:a| a b|", "local:a| $HOME|", "local:a| *|", "local:a| --json|", ""], result.Output.Split('\n'));
        Assert.Contains("HOST ", result.Error, StringComparison.Ordinal);
        Assert.Contains("ran on 1 host in ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output + result.Error);
        Assert.Equal(2, (await ToolProcess.RunAsync(folder.Path, "exec", "false")).ExitCode);
    }

    [Fact]
    public async Task Plan_and_dry_runs_change_nothing()
    {
        var plan = await ToolProcess.JsonAsync(folder.Path, "plan", "--json");
        var dry = await ToolProcess.JsonAsync(folder.Path, "deploy", "--dry-run", "--json");
        var run = await ToolProcess.RunAsync(folder.Path, "run", "--dry-run");

        Assert.Equal(("plan", "plan", 0), (plan.GetProperty("verb").GetString(), dry.GetProperty("verb").GetString(), run.ExitCode));
        Assert.Contains("then suite smoke would run", run.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Current("a", ""))));
    }

    [Fact]
    public async Task Put_to_one_folder_as_two_accounts_of_one_machine()
    {
        // Each has a base of its own, and the folder is the same.
        var hosts = Path.Combine(folder.Path, ".remotedeploy", "hosts");
        Directory.CreateDirectory(Path.Combine(hosts, "a", "t", "out"));
        Directory.CreateDirectory(Path.Combine(hosts, "b"));
        Directory.CreateSymbolicLink(Path.Combine(hosts, "b", "t"), Path.Combine(hosts, "a", "t"));

        var put = await ToolProcess.JsonAsync(folder.Path, "put", "out", "--to", "~/t", "--json");

        Assert.Equal(0, put.GetProperty("exitCode").GetInt32());
        Assert.Equal("one", await File.ReadAllTextAsync(Path.Combine(hosts, "a", "t", "out", "app.txt")));
        Assert.Equal([Path.Combine(hosts, "a", "t", "out")], Directory.GetFileSystemEntries(Path.Combine(hosts, "a", "t")));
    }

    [Fact]
    public async Task Ps_of_a_run_that_nobody_knows_is_64_and_says_nothing_of_jobs()
    {
        var all = await ToolProcess.RunAsync(folder.Path, "ps");
        var unknown = await ToolProcess.RunAsync(folder.Path, "ps", "nosuchrun");
        var last = await ToolProcess.RunAsync(folder.Path, "ps", "last");

        Assert.Equal((0, 64, 64), (all.ExitCode, unknown.ExitCode, last.ExitCode));
        Assert.Contains("no jobs", all.Output, StringComparison.Ordinal);
        Assert.All([unknown, last], refused =>
        {
            Assert.Contains("RD0024", refused.Output + refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("no jobs", refused.Output + refused.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong()
    {
        var doctor = await ToolProcess.JsonAsync(folder.Path, "doctor", "--json");

        Assert.Equal(["ok", "ok"], Outcomes(doctor));
        Assert.All(Hosts(doctor), host => Assert.NotEqual(JsonValueKind.Null, host.GetProperty("facts").ValueKind));
    }

    [Fact]
    public async Task A_host_that_was_never_started_is_named_once()
    {
        var result = await ToolProcess.RunAsync(folder.Path, "deploy", "nowhere");

        Assert.Single(result.Output.Split('\n'), line => line.StartsWith("local:b ", StringComparison.Ordinal) || line.StartsWith("local:b:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_payload_that_is_not_there_is_64_and_nothing_is_sent()
    {
        var result = await ToolProcess.JsonAsync(folder.Path, "deploy", "nowhere", "--json");

        Assert.Equal(64, result.GetProperty("exitCode").GetInt32());
        Assert.Equal("RD0013", result.GetProperty("faults")[0].GetProperty("code").GetString());
    }

    private void Script(string text)
    {
        var path = folder.Write("out/smoke.sh", text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string Current(string host, string name) =>
        Path.Combine(folder.Path, ".remotedeploy", "hosts", host, ".remotedeploy", "web", "current", name);

    private static List<JsonElement> Hosts(JsonElement document) => [.. document.GetProperty("hosts").EnumerateArray()];

    private static IEnumerable<string?> Outcomes(JsonElement document) => Hosts(document).Select(host => host.GetProperty("outcome").GetString());
}
