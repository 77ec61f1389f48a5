using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Differences;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Reporting.Stored;

public sealed class RunsReadBack : IAsyncDisposable
{
    private const string Results = "<testsuite tests=\"2\"><testcase classname=\"A.B\" name=\"Passes\" time=\"0.2\"/><testcase classname=\"A.B\" name=\"Depends\">$f<system-out>hello $w</system-out></testcase></testsuite>";

    private static readonly TestSuite Suite = new()
    {
        Name = "smoke",
        Command = "/bin/sh",
        Arguments = ["-c", $"w=world; case $REMOTEDEPLOY_HOST in *h2) f='<failure message=\"no\">at A.B.Depends() in /src/B.cs:line 7</failure>'; w=hell;; esac; cat >r.xml <<X\n{Results}\nX\n[ -z \"$f\" ]"],
        Results = "*.xml",
    };

    private readonly PayloadFolder payload = PayloadFolder.Plain();
    private readonly Fleet fleet = Fleet.Local(3);

    public RunsReadBack() => fleet.With([.. fleet.Hosts.Select((host, place) => host with { Tags = place == 1 ? ["glibc231"] : [] })]);

    public async ValueTask DisposeAsync()
    {
        payload.Dispose();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task Make_the_same_page_again()
    {
        var report = await fleet.RunAsync(payload.Path, Suite);
        var page = await File.ReadAllTextAsync(report.Page!);
        File.Delete(report.Page!);

        var path = Find(report.RunId).WritePage().Value;

        Assert.Equal(report.Page, path);
        Assert.Equal(page, await File.ReadAllTextAsync(path));
        Assert.Contains("A.B.Depends", page, StringComparison.Ordinal);
        Assert.Contains("What differs: </b>It fails just on hosts with tag glibc231 (1 of 3 hosts).", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Know_the_facts_of_their_hosts_and_what_was_sent()
    {
        var report = await fleet.DeployAsync(payload.Path);
        var facts = new HostFacts { Os = "Linux", OsVersion = "X 1", Kernel = "5.10.0-8", Libc = "glibc 2.31", Architecture = "m68k", Rid = "linux-x64", Processors = 3, MemoryBytes = 5, Runtimes = ["A 1"], Tools = ["bash 5.2"] };
        var sent = report with { Hosts = [report.Hosts[0] with { BytesOnWire = 1234, BytesRelayed = 567, FilesSent = 8, FilesReused = 9, Facts = facts }] };
        await using (var summary = File.Create(Path.Combine(report.RunFolder!, "summary.json")))
        {
            RemoteDeploy.Reporting.Json.ReportJson.Write(sent, summary);
        }

        var host = Find(report.RunId).Report.Hosts[0];

        Assert.Equal((1234, 567, 8, 9), (host.BytesOnWire, host.BytesRelayed, host.FilesSent, host.FilesReused));
        Assert.Equal(facts with { Runtimes = [], Tools = [] }, host.Facts! with { Runtimes = [], Tools = [] });
        Assert.Equal(["A 1", "bash 5.2"], host.Facts!.Runtimes.Concat(host.Facts.Tools));
    }

    [Fact]
    public async Task Explain_a_failure_by_the_fact_that_it_depends_on()
    {
        var report = await fleet.RunAsync(payload.Path, Suite);

        var found = Assert.Single(report.Differences);
        Assert.Equal(("smoke", "A.B.Depends", "local:h2", "local:h1"), (found.Suite, found.Test, found.FailingHost, found.PassingHost));
        Assert.Equal([new FactCondition("tag", FactRelation.Has, "glibc231")], found.Difference.Conditions);
        Assert.Equal(["- hello world", "+ hello hell"], found.Output);
        Assert.Equal(found.Difference.ToSentence(), Assert.Single(Find("last").Report.Differences).Difference.ToSentence());
    }

    [Fact]
    public async Task Are_found_by_name_beginning_folder_and_as_the_last_with_a_page()
    {
        var report = await fleet.DeployAsync(payload.Path);
        await fleet.ExecAsync("true");

        Assert.All([report.RunId, report.RunId[..^2], report.RunFolder!, report.RunFolder! + "/", $".remotedeploy/runs/{report.RunId}", "last"], name => Assert.Equal(report.RunId, Find(name).Report.RunId));
    }

    [Fact]
    public async Task That_are_not_there_or_not_over_are_a_fault()
    {
        Assert.Equal("RD0024", Code("last"));
        var report = await fleet.DeployAsync(payload.Path);
        await fleet.DeployAsync(payload.Path);

        Assert.All(["nothing", report.RunId[..4], fleet.WorkFolder], name => Assert.Equal("RD0024", Code(name)));
        var summary = Path.Combine(report.RunFolder!, "summary.json");
        foreach (var text in new[] { "", "{\"schema\":\"remotedeploy/9\"}", "{\"schema\":\"remotedeploy/1\",\"hosts\":[", "[]" })
        {
            await File.WriteAllTextAsync(summary, text);
            Assert.Equal("RD0024", Code(report.RunId));
        }

        File.Delete(summary);
        Assert.Equal("RD0024", Code(report.RunId));
    }

    [Fact]
    public async Task Hold_every_result_in_one_file_of_each_format()
    {
        var report = await fleet.RunAsync(payload.Path, Suite);

        var lines = ResultLines.Read(Path.Combine(report.RunFolder!, "results.jsonl")).ToList();
        Assert.Equal([("local:h1", "A.B.Passes"), ("local:h1", "A.B.Depends"), ("local:h2", "A.B.Passes"), ("local:h2", "A.B.Depends"), ("local:h3", "A.B.Passes"), ("local:h3", "A.B.Depends")], lines.Select(test => (test.Final.Host, test.Result.Name)));
        Assert.Equal(6, RemoteDeploy.Results.ResultReader.Read(Path.Combine(report.RunFolder!, "results.trx")).Value.Tests.Count);
        Assert.Equal(6, RemoteDeploy.Results.ResultReader.Read(Path.Combine(report.RunFolder!, "results.junit.xml")).Value.Tests.Count);
    }

    /// <summary>A build server that takes every result file of the folder must see each test once.</summary>
    [Fact]
    public async Task Give_the_results_folder_the_page_but_no_second_result_file()
    {
        using var results = PayloadFolder.Plain();
        await File.WriteAllTextAsync(Path.Combine(results.Path, "report.html"), "of an earlier run");

        var report = await fleet.Engine.RunAsync(new() { Hosts = fleet.Hosts, Payload = payload.Path, Suites = [Suite], Tests = new() { ResultsFolder = results.Path } });

        Assert.Equal(await File.ReadAllTextAsync(report.Page!), await File.ReadAllTextAsync(Path.Combine(results.Path, "report.html")));
        Assert.True(File.Exists(Path.Combine(results.Path, "results.jsonl")));
        Assert.Equal(["smoke_local_h1.xml", "smoke_local_h2.xml", "smoke_local_h3.xml"], Directory.GetFiles(results.Path, "*.xml").Select(Path.GetFileName).Order());
        Assert.Empty(Directory.GetFiles(results.Path, "*.trx"));
    }

    [Fact]
    public async Task Know_the_command_that_runs_a_suite_again()
    {
        var report = await fleet.RunAsync(payload.Path, Suite with { Arguments = ["-c", "true"], Results = null });

        Assert.Equal("dotnet remotedeploy test --app app --on local:h1 --command '/bin/sh -c true'", report.Hosts[0].Suites[0].Replay);
        Assert.Equal(report.Hosts[0].Suites[0].Replay, Find("last").Report.Hosts[0].Suites[0].Replay);
    }

    private StoredRun Find(string name) => StoredRun.Find(fleet.WorkFolder, name).Value;

    private string Code(string name) => Assert.Single(StoredRun.Find(fleet.WorkFolder, name).Faults).Code.ToString();
}
