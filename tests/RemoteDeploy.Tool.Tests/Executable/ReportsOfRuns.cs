using System.Text.Json;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

/// <summary>Pages of real runs on hosts that this machine plays, and what build servers are told of them.</summary>
public sealed class ReportsOfRuns : IDisposable
{
    private readonly Folder folder = new();

    public ReportsOfRuns()
    {
        Prerequisite.Posix();
        folder.Write("remotedeploy.yml", """
            payload: out
            hosts: [{name: "local:a", tags: [old]}, local:b, local:c]
            suites: {unit: {command: /bin/sh, arguments: [unit.sh], results: "*.xml"}}
            """);
        folder.Write("out/unit.sh", """
            case $REMOTEDEPLOY_HOST in
            local:a) failure='<failure message="::error::no">at A.B.Fails() in /src/B.cs:line 7</failure>' said='##vso[task.complete]';;
            esac
            printf '<testsuite tests="1"><testcase classname="A.B" name="Fails" time="0.1">%s<system-out>said %s</system-out></testcase></testsuite>' "$failure" "$said" >r.xml
            [ -z "$failure" ]
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Are_made_again_and_opened()
    {
        var run = (await ToolCall.RunAsync(folder.Path, "run", "--json")).Json;
        var page = run.GetProperty("page").GetString()!;
        File.Delete(page);
        string? shown = null;

        var call = await ToolCall.RunAsync(folder.Path, here => here with { ShowFile = file => (shown = file) is null ? "" : null }, "report", "--open");

        Assert.Equal((0, "", page), (call.ExitCode, call.Error, shown));
        Assert.True(File.Exists(page));
        Assert.EndsWith($"{run.GetProperty("runId")}: run failed (exit 2)\nreport: {Path.GetRelativePath(folder.Path, page)}\n", call.Output, StringComparison.Ordinal);
        Assert.Equal(page, (await ToolCall.RunAsync(folder.Path, "report", page[..^"/report.html".Length], "--json")).Json.GetProperty("page").GetString());
    }

    [Fact]
    public async Task That_nothing_can_open_say_so_and_are_there()
    {
        await ToolCall.RunAsync(folder.Path, "deploy");

        var call = await ToolCall.RunAsync(folder.Path, here => here with { ShowFile = _ => "no browser" }, "report", "last", "--open");

        Assert.Equal(64, call.ExitCode);
        Assert.Contains("error RD0022:", call.Error, StringComparison.Ordinal);
        Assert.Contains("no browser", call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_compared()
    {
        var first = (await ToolCall.RunAsync(folder.Path, "run", "--json")).Json.GetProperty("runId").GetString()!;
        folder.Write("out/unit.sh", "printf '<testsuite tests=\"1\"><testcase classname=\"A.B\" name=\"Fails\" time=\"0.1\"/></testsuite>' >r.xml\n");
        var second = (await ToolCall.RunAsync(folder.Path, "run", "--json")).Json.GetProperty("runId").GetString()!;

        var words = await ToolCall.RunAsync(folder.Path, "report", second, "--compare", first);
        var document = (await ToolCall.RunAsync(folder.Path, "report", second, "--compare", first, "--json")).Json;

        Assert.Contains("0 newly failing, 1 mended,", words.Output, StringComparison.Ordinal);
        Assert.Contains("mended A.B.Fails on local:a\n", words.Output, StringComparison.Ordinal);
        Assert.Contains("release on local:a,local:b,local:c: ", words.Output, StringComparison.Ordinal);
        Assert.Equal("A.B.Fails", document.GetProperty("comparison").GetProperty("mended")[0].GetProperty("name").GetString());
        Assert.EndsWith($"report-against-{first}.html", document.GetProperty("page").GetString(), StringComparison.Ordinal);
        Assert.Contains($"Against run {first}", await File.ReadAllTextAsync(document.GetProperty("page").GetString()!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report", "RD0024")]
    [InlineData("report 2099", "RD0024")]
    [InlineData("report ./nowhere", "RD0024")]
    [InlineData("report last more", "RD0002")]
    public async Task That_do_not_exist_are_refused(string line, string code)
    {
        var call = await ToolCall.RunAsync(folder.Path, line.Split(' '));
        var document = (await ToolCall.RunAsync(folder.Path, [.. line.Split(' '), "--json"])).Json;

        Assert.Equal(64, call.ExitCode);
        Assert.Contains($"error {code}:", call.Error, StringComparison.Ordinal);
        Assert.Equal(("report", 64, code), (document.GetProperty("verb").GetString(), document.GetProperty("exitCode").GetInt32(), document.GetProperty("faults")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Say_under_a_failure_what_differs()
    {
        var call = await ToolCall.RunAsync(folder.Path, "run");

        Assert.Contains("    What differs: It fails just on hosts with tag old (1 of 3 hosts).\n    output of local:a (failed, +) against local:b (passed, -):\n      - said\n      + said ##_vso[task.complete]\n", call.Output, StringComparison.Ordinal);
        Assert.Contains("report: .remotedeploy/runs/", call.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_annotations_and_a_job_summary_on_GitHub()
    {
        var summary = folder.Write("summary.md", "before\n");
        Surroundings GitHub(Surroundings here) => here with { Variable = name => name switch { "GITHUB_ACTIONS" => "true", "GITHUB_WORKSPACE" => "/src", "GITHUB_STEP_SUMMARY" => summary, _ => null } };

        var call = await ToolCall.RunAsync(folder.Path, GitHub, "run");

        Assert.Equal(2, call.ExitCode);
        Assert.Equal(["::error file=B.cs,line=7,title=A.B.Fails::failed on local:a%0A_::error::no"], call.Output.Split('\n').Where(line => line.StartsWith("::", StringComparison.Ordinal)));
        Assert.StartsWith("before\n## ❌ RemoteDeploy: failed\n", await File.ReadAllTextAsync(summary), StringComparison.Ordinal);

        var document = await ToolCall.RunAsync(folder.Path, GitHub, "run", "--json");
        Assert.Equal(2, document.Json.GetProperty("exitCode").GetInt32());
        Assert.Equal(3, (await File.ReadAllTextAsync(summary)).Split("RemoteDeploy: failed").Length);
    }

    [Fact]
    public async Task Leave_a_full_job_summary_as_it_is_and_say_so()
    {
        var summary = folder.Write("summary.md", new string('x', (1 << 20) - 100));

        var call = await ToolCall.RunAsync(folder.Path, here => here with { Variable = name => name switch { "GITHUB_ACTIONS" => "true", "GITHUB_STEP_SUMMARY" => summary, _ => null } }, "run");

        Assert.Equal((1 << 20) - 100, new FileInfo(summary).Length);
        Assert.Contains("note: the job summary is left out", call.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TF_BUILD", "True", 1)]
    [InlineData("TF_BUILD", "", 0)]
    [InlineData("NOTHING", "true", 0)]
    public async Task Are_issues_on_Azure_Pipelines(string variable, string value, int lines)
    {
        var call = await ToolCall.RunAsync(folder.Path, here => here with { Variable = name => name == variable ? value : null }, "run");

        Assert.Equal(lines, call.Output.Split('\n').Count(line => line.StartsWith("##vso[task.logissue type=error;sourcepath=/src/B.cs;linenumber=7;code=RD3002;]", StringComparison.Ordinal)));
        Assert.Equal(lines, call.Output.Split('\n').Count(line => line.Contains("##vso[", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Of_commands_are_nothing_that_build_servers_are_told()
    {
        var call = await ToolCall.RunAsync(folder.Path, here => here with { Variable = name => name == "GITHUB_ACTIONS" ? "true" : null }, "exec", "--", "false");

        Assert.Equal(2, call.ExitCode);
        Assert.DoesNotContain(call.Output.Split('\n'), line => line.StartsWith("::", StringComparison.Ordinal));
    }
}
