using System.Text;
using System.Text.Json;
using RemoteDeploy.Activation;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Reporting;

public sealed class RunFolders : IDisposable
{
    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Hold_all_of_a_run()
    {
        await using var fleet = Fleet.Local(2);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "echo out; echo err >&2; echo '<testsuite tests=\"1\"><testcase name=\"a\"/></testsuite>' >r.xml"], Results = "*.xml" });

        Assert.Equal([], report.Codes());
        Assert.Equal(Path.Combine(fleet.WorkFolder, ".remotedeploy", "runs", report.RunId), report.RunFolder);
        Assert.Equal(
            ["busy", "events.jsonl", "hosts/local_h1.log", "hosts/local_h2.log", "jobs.jsonl", $"manifests/{report.Manifest}.txt", "receipts/local_h1.json", "receipts/local_h2.json", "report.html", "request.json",
            "results.jsonl", "results.junit.xml", "results.trx", .. new[] { "local_h1", "local_h2" }.SelectMany(host => new[] { "r.xml", "stderr.txt", "stdout.txt" }.Select(file => $"results/{host}/smoke/{file}")), "resume.json", "summary.json"],
            FolderSnapshot.Of(report.RunFolder!).Paths.Where(path => File.Exists(Path.Combine(report.RunFolder!, path))));
        Assert.Equal(("out\n", "err\n"), (Text("results/local_h1/smoke/stdout.txt"), Text("results/local_h2/smoke/stderr.txt")));

        string Text(string path) => File.ReadAllText(Path.Combine(report.RunFolder!, path));
    }

    [Fact]
    public async Task Say_what_was_asked_for_and_what_came_of_it()
    {
        await using var fleet = Fleet.Local(2);

        var report = await fleet.DeployAsync(payload.Path, request => request with { Version = "1.2", App = "web", Keep = 5 });

        var request = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(report.RunFolder!, "request.json"))).RootElement;
        Assert.Equal(("deploy", "web", payload.Path, "1.2", 5), (request.GetProperty("verb").GetString(), request.GetProperty("app").GetString(), request.GetProperty("payload").GetString(), request.GetProperty("version").GetString(), request.GetProperty("keep").GetInt32()));
        using var document = new MemoryStream();
        ReportJson.Write(report, document);
        Assert.Equal(Encoding.UTF8.GetString(document.ToArray()), await File.ReadAllTextAsync(Path.Combine(report.RunFolder!, "summary.json")));
    }

    [Fact]
    public async Task Hold_the_receipt_that_the_host_has()
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.DeployAsync(payload.Path);

        var here = await File.ReadAllTextAsync(Path.Combine(report.RunFolder!, "receipts/local_h1.json"));
        Assert.Equal(here, await File.ReadAllTextAsync(Directory.GetFiles(fleet.App(0, "receipts"), "*.json").Single()));
        Assert.True(Receipt.TryParse(here, out var receipt));
        Assert.Equal((report.Hosts[0].Release, report.Manifest, report.RunId, "local:h1", 6), (receipt!.Release, receipt.Manifest, receipt.Run, receipt.Host, receipt.Files));
    }

    [Fact]
    public async Task Tell_events_line_by_line_even_of_hostile_output()
    {
        await using var fleet = Fleet.Local(1);

        var report = await fleet.ExecAsync("/bin/sh", "-c", "printf '\\033[2J::error::x\\n\"quotes\" \\\\ and \\342\\200\\250 separators\\n'; exit 3");

        var events = File.ReadAllLines(Path.Combine(report.RunFolder!, "events.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal("runStarted", events[0].GetProperty("event").GetString());
        Assert.Equal(("runFinished", 2), (events[^1].GetProperty("event").GetString(), events[^1].GetProperty("exitCode").GetInt32()));
        Assert.Contains(events, one => one.GetProperty("event").GetString() == "outputWritten" && one.GetProperty("line").GetString() == "\u001b[2J::error::x");
        Assert.Contains(events, one => one.GetProperty("event").GetString() == "faulted" && one.GetProperty("code").GetString() == "RD3001" && one.GetProperty("host").GetString() == "local:h1");
        var log = await File.ReadAllTextAsync(Path.Combine(report.RunFolder!, "hosts/local_h1.log"));
        Assert.DoesNotContain('\u001b', log);
        Assert.Contains("RD3001", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_cannot_be_made_are_a_fault_and_nobody_is_contacted()
    {
        await using var fleet = Fleet.Local(1);
        Directory.CreateDirectory(Path.Combine(fleet.WorkFolder, ".remotedeploy"));
        await File.WriteAllTextAsync(Path.Combine(fleet.WorkFolder, ".remotedeploy/runs"), "in the way");

        var report = await fleet.DeployAsync(payload.Path);

        Assert.Equal((64, "RD0022"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.False(Directory.Exists(Path.Combine(fleet.WorkFolder, ".remotedeploy/hosts")));
    }
}
