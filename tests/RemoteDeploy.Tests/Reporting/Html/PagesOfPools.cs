using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Reporting.Html;

/// <summary>Suites that hosts shared, on the page.</summary>
public class PagesOfPools
{
    private static readonly DateTimeOffset Day = SamplePages.Day;

    [Fact]
    public void Say_how_well_hosts_were_used_and_what_was_out_of_the_ordinary()
    {
        var section = Section(Pooled(), "pool");

        Assert.StartsWith("2 hosts, 12.3 s; ideal 9.6 s (1.29x); 5 units in 4 jobs, 2 reruns", section.Elements("p").First().Value, StringComparison.Ordinal);
        Assert.Equal(["h3: lost; what they had in hand was left to other hosts", "h1: retired after a destructive unit", "1 unit not run: unit/never"], section.Descendants("li").Select(item => item.Value));
        Assert.Equal(["took 12 s", "ideal 9.6 s"], section.Descendants("svg").Select(picture => picture.Attribute("aria-label")!.Value));
    }

    [Fact]
    public void List_flaky_tests_and_units_with_all_tries()
    {
        var page = Document(Pooled());

        Assert.Equal(["A.B.Flakyunit: failed on h1, then passed on h2", "crashesunit: failed on h2, then passed on h1"], Section(page, "flaky").Descendants("li").Select(item => item.Value));
        Assert.Contains("2 flaky", page.Descendants("p").First(p => p.Attribute("class")?.Value == "lead").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Give_a_shared_suite_one_column_and_name_where_each_test_was_decided()
    {
        var rows = Section(Pooled(), "tests").Descendants("tr").Where(row => row.Attribute("data-f") is not null).Select(row => string.Join(' ', row.Elements("td").Select(cell => cell.Value)));

        Assert.Equal(["Fails ✗ h2", "Flaky ~ h2"], rows);
    }

    [Fact]
    public void Draw_units_where_they_ran_one_after_the_other_in_their_job()
    {
        var bars = Section(Pooled(), "timeline").Descendants("svg").ToList();

        Assert.Equal(["u-broken 100 99", "u-unit 200 199", "u-again 500 1.5"], Blocks(bars[0]));
        Assert.Equal(["u-broken", "u-again", "u-broken"], Blocks(bars[1]).Select(block => block.Split(' ')[0]));
        Assert.Equal("A.B.Flaky failed and is run again: 2.0 s", bars[0].Elements("rect").First(rect => rect.Attribute("class")!.Value == "u-broken").Value);
    }

    [Fact]
    public void Are_the_same_when_they_are_made_again()
    {
        using var folder = PayloadFolder.Plain();
        var report = Pooled();
        using (var summary = File.Create(Path.Combine(folder.Path, "summary.json")))
        {
            ReportJson.Write(report, summary);
        }

        using (var results = File.Create(Path.Combine(folder.Path, "results.jsonl")))
        {
            ResultLines.Write(MergedRun.Of(report), results);
        }

        File.WriteAllLines(Path.Combine(folder.Path, "events.jsonl"), report.Hosts.Select(host => $$"""{"time":"2026-03-01T10:00:01Z","event":"phaseStarted","host":"{{host.Host.Name}}","phase":"run","detail":null}"""));
        var fresh = SamplePages.Text(StoredRun.PageOf(report, MergedRun.Of(report).Groups.SelectMany(group => group.Tests), folder.Path));

        var stored = StoredRun.Find(folder.Path, folder.Path).Value;

        Assert.Equal(fresh, File.ReadAllText(stored.WritePage().Value));
        Assert.Contains("u-broken", fresh, StringComparison.Ordinal);
    }

    /// <summary>Each host runs 2,000 units in as many jobs, and is in two stages for each.</summary>
    [Fact]
    public void Stay_small_for_very_many_units()
    {
        var names = Enumerable.Range(0, 200).Select(host => $"lab{host:D3}").ToList();
        var units = Enumerable.Range(0, 2000).Select(unit => new UnitReport($"unit {unit}", 1) { Started = Day.AddSeconds(unit), Duration = TimeSpan.FromSeconds(0.5), Job = $"u{unit}", IsFinal = true }).ToList();
        var report = Pooled() with { Duration = TimeSpan.FromSeconds(2000), Hosts = [.. names.Select(name => Host(name, Suite() with { Units = units }))] };
        IReadOnlyList<PhaseSpan> spans = [.. units.SelectMany(unit => (PhaseSpan[])[new(Phase.Run, unit.Started, unit.Started.AddSeconds(0.6), unit.Unit), new(Phase.Collect, unit.Started.AddSeconds(0.6), unit.Started.AddSeconds(0.7), null)])];

        var page = SamplePages.Text(new RunPage(report, []) { Timeline = names.ToDictionary(name => name, _ => spans, StringComparer.Ordinal) });

        Assert.InRange(page.Length, 100_000, 10_000_000);
    }

    private static IEnumerable<string> Blocks(XElement bar) =>
        bar.Elements("rect").Where(rect => rect.Attribute("class")!.Value.StartsWith("u-", StringComparison.Ordinal)).Select(rect => $"{rect.Attribute("class")!.Value} {rect.Attribute("x")!.Value} {rect.Attribute("width")!.Value}");

    private static XElement Section(RunReport report, string id) => Section(Document(report), id);

    private static XElement Section(XDocument page, string id) => page.Descendants("section").Single(section => section.Attribute("id")!.Value == id);

    private static XDocument Document(RunReport report)
    {
        IReadOnlyList<PhaseSpan> spans = [new(Phase.Run, Day.AddSeconds(2), Day.AddSeconds(18), "unit")];
        var page = new RunPage(report, MergedRun.Of(report).Groups.SelectMany(group => group.Tests)) { Timeline = report.Hosts.ToDictionary(host => host.Host.Name, _ => spans, StringComparer.Ordinal) };
        return XDocument.Parse(SamplePages.Text(page)["<!doctype html>\n".Length..]);
    }

    /// <summary>A test and a unit that each failed on one host and passed on the other, a test that failed for good, and one that passed.</summary>
    private static RunReport Pooled()
    {
        var fault = new Fault(FaultCatalog.TestFailed, "x") { Host = "h2" };
        TestResult Test(string name, TestOutcome outcome, double seconds) => new("A.B." + name, outcome, TimeSpan.FromSeconds(seconds)) { Class = "A.B", Message = outcome == TestOutcome.Failed ? "no" : null };
        UnitReport Unit(string name, int number, (double Second, string Job) at, params TestResult[] tests) => new(name, number)
        {
            Started = Day.AddSeconds(at.Second),
            Job = at.Job,
            Duration = TimeSpan.FromSeconds(tests.Sum(test => test.Duration.TotalSeconds)),
            IsFinal = true,
            Tests = tests,
            Faults = tests.Any(test => test.Outcome == TestOutcome.Failed) ? [fault] : [],
        };
        var (flaky, good, bad) = (Test("Flaky", TestOutcome.Passed, 1.2346), Test("Good", TestOutcome.Passed, 4), Test("Fails", TestOutcome.Failed, 3.00049));
        return new RunReport
        {
            RunId = "r",
            Verb = "test",
            Started = Day,
            Duration = TimeSpan.FromSeconds(20),
            Pool = new PoolReport(new PoolSummary(TimeSpan.FromSeconds(12.3456), TimeSpan.FromSeconds(19.1234), TimeSpan.FromSeconds(4), 2)) { Suites = ["unit"], Units = 5, Batches = 4, Reruns = 2, LostHosts = ["h3"], RetiredHosts = ["h1"], NotRun = ["unit/never"] },
            Hosts =
            [
                Host("h1", Suite() with
                {
                    FlakyUnits = ["crashes"],
                    Tests = [good],
                    Units = [Unit("A.B.Flaky", 1, (2, "u1"), flaky with { Outcome = TestOutcome.Failed, Duration = TimeSpan.FromSeconds(2) }) with { IsFinal = false }, Unit("A.B.Good", 1, (2, "u1"), good), Unit("crashes", 2, (10, "u2"))],
                }),
                Host("h2", Suite() with
                {
                    Faults = [fault],
                    Tests = [flaky with { Flaky = true }, bad],
                    Units = [Unit("crashes", 1, (2, "u1")) with { IsFinal = false, Faults = [new Fault(FaultCatalog.KilledBySignal, "x")] }, Unit("A.B.Flaky", 2, (5, "u2"), flaky), Unit("A.B.Fails", 3, (7, "u3"), bad)],
                }),
            ],
        };
    }

    private static SuiteReport Suite() => new() { Suite = "unit", Mode = SuiteMode.Pool, Release = "1", Manifest = "m", Started = Day.AddSeconds(2), Duration = TimeSpan.FromSeconds(6) };

    private static HostReport Host(string name, SuiteReport suite) => new() { Host = new Host { Name = name, Address = name }, Outcome = suite.Faults.Count > 0 ? HostOutcome.Failed : HostOutcome.Passed, Suites = [suite] };
}
