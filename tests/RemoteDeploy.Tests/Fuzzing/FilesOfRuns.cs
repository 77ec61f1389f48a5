using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Fuzzing;

/// <summary>Files that runs leave, damaged, or written by somebody else: whoever goes back to a run gets it, or a fault.</summary>
public sealed class FilesOfRuns : IAsyncDisposable
{
    private readonly PayloadFolder payload = new PayloadFolder().File("list.sh", "#!/bin/sh\necho ./list.sh a\necho ./list.sh b\n", "0755");
    private readonly Fleet fleet = Fleet.Local(1);

    public async ValueTask DisposeAsync()
    {
        payload.Dispose();
        await fleet.DisposeAsync();
    }

    [Fact]
    public void Of_durations_are_read_or_refused()
    {
        var path = Path.Combine(fleet.WorkFolder, "history.json");
        var history = new DurationHistory();
        history.Record("smoke", "A.B", "linux-x64/4", TimeSpan.FromSeconds(1.5));
        history.Record("smoke", "A.\"C\"\n", "linux-x64/4", TimeSpan.FromSeconds(2));
        history.Save(path);
        Mutations.OfBytes(1000, [File.ReadAllBytes(path)], bytes =>
        {
            File.WriteAllBytes(path, bytes);
            var read = DurationHistory.Load(path);
            Assert.All(read.Faults, fault => Assert.Equal(FaultCatalog.BadHistory, fault.Code));
            _ = read.Succeeded ? read.Value.Find("smoke", "A.B", "x") : null;
        });
    }

    [Fact]
    public async Task Are_shown_and_compared_or_refused()
    {
        var report = await fleet.RunAsync(payload.Path, Suites);
        var earlier = StoredRun.Find(fleet.WorkFolder, report.RunId).Value;
        foreach (var name in new[] { "summary.json", "events.jsonl", "results.jsonl", Path.GetRelativePath(report.RunFolder!, Directory.GetFiles(Path.Combine(report.RunFolder!, "receipts")).Single()) })
        {
            var path = Path.Combine(report.RunFolder!, name);
            var whole = await File.ReadAllBytesAsync(path);
            Mutations.OfBytes(name == "summary.json" ? 80 : 25, [whole], bytes =>
            {
                File.WriteAllBytes(path, bytes);
                if (!StoredRun.Find(fleet.WorkFolder, report.RunId).TryGet(out var run, out var faults))
                {
                    Assert.Equal(FaultCatalog.UnknownRun, Assert.Single(faults).Code);
                    return;
                }

                Assert.True(run.WritePage().Succeeded);
                _ = run.CompareWith(earlier);
                Assert.All(FailedTests.Of(run, Suites, fleet.Hosts).Faults, fault => Assert.Equal(FaultCatalog.BadUsage, fault.Code));
                _ = RemoteDeploy.Results.Merging.MergedRun.Of(run.Report);
            });
            await File.WriteAllBytesAsync(path, whole);
        }
    }

    [Fact]
    public async Task Are_gone_on_with_or_refused()
    {
        var report = await fleet.RunAsync(payload.Path, Suites);
        File.Delete(Path.Combine(report.RunFolder!, "summary.json"));
        foreach (var (name, rounds) in new[] { ("resume.json", 400), ("jobs.jsonl", 400), ("units/printed.json", 200) })
        {
            var path = Path.Combine(report.RunFolder!, name);
            Mutations.OfBytes(rounds, [File.ReadAllBytes(path)], bytes =>
            {
                File.WriteAllBytes(path, bytes);
                if (SavedRun.Read(report.RunFolder!) is { } saved)
                {
                    Assert.All(RequestCheck.Find(saved.ToRequest()), fault => Assert.Equal(FaultCategory.Usage, fault.Code.Category));
                }

                Assert.All(RunFolder.JobsOf(report.RunFolder!), record => Assert.True(record is { Host: not null, Units: not null, Files: not null } && TimeSpan.FromSeconds(record.Seconds) >= TimeSpan.Zero && TimeSpan.FromSeconds(record.Skew) < TimeSpan.MaxValue));
            });
        }
    }

    /// <summary>The whole of attach on folders that somebody has been at: each ends with a report, and never with a bug of ours.</summary>
    [Fact]
    public async Task Are_attached_to_and_never_a_bug()
    {
        var report = await fleet.RunAsync(payload.Path, Suites);
        File.Delete(Path.Combine(report.RunFolder!, "summary.json"));
        var whole = new[] { "resume.json", "jobs.jsonl", "units/printed.json" }.ToDictionary(name => name, name => File.ReadAllBytes(Path.Combine(report.RunFolder!, name)), StringComparer.Ordinal);
        foreach (var name in whole.Keys)
        {
            Mutations.OfBytes(4, [whole[name]], bytes =>
            {
                File.WriteAllBytes(Path.Combine(report.RunFolder!, name), bytes);
                var again = fleet.Engine.AttachAsync(new AttachRequest(report.RunId)).GetAwaiter().GetResult();
                Assert.DoesNotContain(again.AllFaults, fault => fault.Code == FaultCatalog.Bug);
                File.Delete(Path.Combine(report.RunFolder!, "summary.json"));
            });
            await File.WriteAllBytesAsync(Path.Combine(report.RunFolder!, name), whole[name]);
        }
    }

    /// <summary>What is left out of a list of units would not be run, and nobody would know: the suite is asked again.</summary>
    [Theory]
    [InlineData("\"name\":", "\"nome\":")]
    [InlineData("\"suite\":", "\"suit\":")]
    public async Task With_units_that_nobody_can_name_have_no_list_of_units(string written, string damaged)
    {
        var report = await fleet.RunAsync(payload.Path, Suites);
        var path = Path.Combine(report.RunFolder!, "units", "printed.json");
        using (var whole = (await RunFolder.ReopenAsync(report.RunFolder!, TimeProvider.System, CancellationToken.None)).Value)
        {
            Assert.NotEmpty(whole.ReadUnits("printed")!.Units);
            var text = await File.ReadAllTextAsync(path);
            var at = text.IndexOf(written, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, string.Concat(text.AsSpan(0, at), damaged, text.AsSpan(at + written.Length)));

            Assert.Null(whole.ReadUnits("printed"));
        }
    }

    private static TestSuite[] Suites =>
    [
        new() { Name = "smoke", Command = "/bin/sh", Arguments = ["-c", "echo out; echo '<testsuite tests=\"2\"><testcase name=\"a\"/><testcase classname=\"A.B\" name=\"b\"><failure message=\"no\">at A.B.b() in /src/B.cs:line 7</failure></testcase></testsuite>' >r.xml; exit 1"], Results = "*.xml", Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["A"] = "b" } },
        new() { Name = "printed", Mode = SuiteMode.Pool, UnitsFrom = ["./list.sh"] },
    ];
}
