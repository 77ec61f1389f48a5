using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tool.Tests.CommandLine;

/// <summary><c>test --failed</c>, as its dry run says.</summary>
public sealed class FailedRuns : IDisposable
{
    private readonly Folder folder = new();

    public FailedRuns()
    {
        folder.Write("remotedeploy.yml", "hosts: [local:a, local:b]\nsuites: {unit: {tests: X.Tests.dll}, smoke: {command: ./smoke.sh}}\n");
        Write("20260301-100000-green", []);
        Write("20260302-100000-red", [new Fault(FaultCatalog.TimedOut, "took too long")]);
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--failed last")]
    [InlineData("--failed 20260302")]
    [InlineData("--failed .remotedeploy/runs/20260302-100000-red")]
    [InlineData("--failed last --suite smoke --on local:b")]
    public async Task Are_run_again_without_what_passed(string options)
    {
        var call = await ToolCall.RunAsync(folder.Path, ["test", "--dry-run", .. options.Split(' ')]);

        Assert.Equal((0, ""), (call.ExitCode, call.Error));
        Assert.Contains("would run what failed of suite smoke on", call.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--failed 20260301", "RD0002", "No test failed")]
    [InlineData("--failed last --suite unit", "RD0002", "none of the suites")]
    [InlineData("--failed 1999", "RD0024", "no run '1999'")]
    public async Task That_leave_nothing_to_run_are_refused(string options, string code, string words)
    {
        var call = await ToolCall.RunAsync(folder.Path, ["test", "--dry-run", .. options.Split(' ')]);

        Assert.Equal(64, call.ExitCode);
        Assert.Contains($"error {code}:", call.Error, StringComparison.Ordinal);
        Assert.Contains(words, call.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Belong_to_test_alone()
    {
        var call = await ToolCall.RunAsync(folder.Path, "run", "out", "--failed", "last");

        Assert.Equal(64, call.ExitCode);
        Assert.Contains("--failed", call.Error, StringComparison.Ordinal);
    }

    private void Write(string name, IReadOnlyList<Fault> faults)
    {
        using var summary = new MemoryStream();
        var host = new HostReport
        {
            Host = new Host { Name = "local:a", Address = "a", Kind = HostKind.Local },
            Outcome = faults.Count == 0 ? HostOutcome.Passed : HostOutcome.Failed,
            Suites = [new SuiteReport { Suite = "unit", Manifest = "m" }, new SuiteReport { Suite = "smoke", Manifest = "m", Faults = faults }],
        };
        ReportJson.Write(new RunReport { RunId = name, Verb = "test", Hosts = [host] }, summary);
        folder.Write($".remotedeploy/runs/{name}/summary.json", System.Text.Encoding.UTF8.GetString(summary.ToArray()));
    }
}
