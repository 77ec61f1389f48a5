using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Rendering;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What a report becomes in a build: lines, and items for the targets that go on.</summary>
public sealed class ReportsInBuilds
{
    private static readonly SuiteReport Smoke = new() { Suite = "smoke", Manifest = "00ff", Release = "r1" };

    [Theory]
    [InlineData("deploy", "lab1 passed release r1 3 files, sent 2 (10 B)")]
    [InlineData("plan", "lab1 passed release r1 3 files, would send 2 (10 B)")]
    [InlineData("test", "lab1 passed release r1 3 files")]
    [InlineData("verify", "lab1 passed release r1 3 files")]
    [InlineData("rollback", "lab1 passed release r1 3 files")]
    public void OnlyDeploysSpeakOfWhatWasSent(string verb, string line) => Assert.Equal(line, FirstLine(Report(verb, Host())));

    [Fact]
    public void FlakyTestsAreWarningsAtTheirLineUnlessTheyAreErrorsAlready()
    {
        var place = new SourceLocation("/src/B.cs", 7);
        var failed = new RemoteDeploy.Testing.TestResult("A.B.C", TestOutcome.Failed, TimeSpan.FromSeconds(1)) { Message = "no", Location = place };
        var suite = Smoke with { Units = [new UnitReport(null, 1) { Tests = [failed] }, new UnitReport(null, 2) { Tests = [failed with { Outcome = TestOutcome.Passed, Location = null }] }] };
        var report = Report("test", Host() with { Suites = [suite] });

        var warning = Assert.Single(FlakyTests.Of(report, new Dictionary<string, SourceLocation?>(StringComparer.Ordinal)));
        Assert.Equal((FaultCatalog.TestFlaky, place, "no"), (warning.Code, warning.Location, warning.Found));
        Assert.Equal("2", ResultItems.OfSuites(report)[0].GetMetadata("Attempt"));
        Assert.Empty(FlakyTests.Of(report with { Faults = [new Fault(FaultCatalog.TestFlaky, "x")] }, new Dictionary<string, SourceLocation?>(StringComparer.Ordinal)));
    }

    [Fact]
    public void ASuiteWhoseReleaseWasNotProvenWasNotRun()
    {
        var fault = new Fault(FaultCatalog.ConnectionLost, "the connection was lost");
        Assert.Contains("suite smoke: not run", Summary.Of("lab1", Smoke with { Manifest = null, Faults = [fault] }), StringComparison.Ordinal);
        Assert.Contains("suite smoke: failed", Summary.Of("lab1", Smoke with { Faults = [fault] }), StringComparison.Ordinal);
        Assert.Contains("suite smoke: passed", Summary.Of("lab1", Smoke), StringComparison.Ordinal);
    }

    [Fact]
    public void ResultFilesAreApartFromOutput()
    {
        var suite = Smoke with { Files = ["/r/stdout.txt", "/r/a;b.trx", "/r/out/junit.xml", "/r/stderr.txt"] };
        var item = Assert.Single(ResultItems.OfSuites(Report("test", Host() with { Suites = [suite] })));
        Assert.Equal("/r/a%3bb.trx;/r/out/junit.xml", ((ITaskItem2)item).GetMetadataValueEscaped("ResultFile"));
        Assert.Equal("/r/stdout.txt;/r/stderr.txt", item.GetMetadata("OutputFiles"));
    }

    private static HostReport Host() => new()
    {
        Host = new Host { Name = "lab1", Address = "lab1" },
        Outcome = HostOutcome.Passed,
        Release = "r1",
        Files = 3,
        FilesSent = 2,
        BytesSent = 10,
    };

    private static RunReport Report(string verb, HostReport host) => new() { RunId = "1", Verb = verb, Hosts = [host] };

    private static string FirstLine(RunReport report) => string.Join(' ', Summary.Of(report).First().Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
