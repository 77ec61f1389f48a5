using System.Xml.Linq;
using RemoteDeploy.Results;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Results.Merging;

public sealed class MergedFiles : IDisposable
{
    private readonly ResultText file = new("merged");

    public void Dispose() => file.Dispose();

    [Fact]
    public void Of_trx() => ApprovedText.Verify(SampleRuns.Text(TrxWriter.Write, SampleRuns.Full), "trx");

    [Fact]
    public void Of_junit() => ApprovedText.Verify(SampleRuns.Text(JUnitWriter.Write, SampleRuns.Full), "junit");

    [Fact]
    public void Of_lines() => ApprovedText.Verify(SampleRuns.Text(ResultLines.Write, SampleRuns.Full), "jsonl");

    [Fact]
    public void Read_back_as_the_same_tests()
    {
        var trx = file.Read(SampleRuns.Text(TrxWriter.Write, SampleRuns.Full)).Value;
        var junit = file.Read(SampleRuns.Text(JUnitWriter.Write, SampleRuns.Full)).Value;

        var expected = SampleRuns.Full.Groups.SelectMany(group => group.Tests).ToList();
        Assert.Equal(expected.Select(test => (test.Result.Name, test.Result.Outcome, test.Result.Message, test.Result.Duration)), trx.Tests.Select(test => (test.Name, test.Outcome, test.Message, test.Duration)));
        Assert.Equal(expected.Select(test => (test.Result.Name, test.Result.Outcome)), junit.Tests.Where(test => !test.Name.Contains("(RD", StringComparison.Ordinal)).Select(test => (test.Name, test.Outcome)));
        Assert.Equal((4, 6), (trx.Announced, junit.Announced));
        Assert.Equal(junit.Announced, junit.Tests.Count);
        Assert.Equal(["A.B.Flaky"], junit.Tests.Where(test => test.Flaky).Select(test => test.Name));
    }

    /// <summary>Faults outside of tests make every reader of the files see red.</summary>
    [Fact]
    public void Are_red_when_something_failed_outside_of_tests()
    {
        var run = SampleRuns.Full with { Groups = [SampleRuns.Full.Groups[^1]], Faults = [] };

        Assert.Contains("RD4003", file.Read(SampleRuns.Text(TrxWriter.Write, run)).Value.Incomplete, StringComparison.Ordinal);
        Assert.Equal([TestOutcome.Failed], file.Read(SampleRuns.Text(JUnitWriter.Write, run)).Value.Tests.Select(test => test.Outcome));
    }

    [Fact]
    public void Have_identifiers_that_are_unique_and_fit_together()
    {
        var root = XDocument.Parse(SampleRuns.Text(TrxWriter.Write, SampleRuns.Full)).Root!;
        ILookup<string, XElement> elements = root.Descendants().ToLookup(element => element.Name.LocalName);
        var results = elements["UnitTestResult"].Select(element => ((string)element.Attribute("testId")!, (string)element.Attribute("executionId")!)).ToList();

        Assert.Equal(results, elements["UnitTest"].Select(element => ((string)element.Attribute("id")!, (string)element.Elements().Single(child => child.Name.LocalName == "Execution").Attribute("id")!)));
        Assert.Equal(results, elements["TestEntry"].Select(element => ((string)element.Attribute("testId")!, (string)element.Attribute("executionId")!)));
        Assert.Equal(2 * results.Count, results.SelectMany(pair => new[] { pair.Item1, pair.Item2 }).Select(Guid.Parse).Distinct().Count());
    }

    [Fact]
    public void Count_as_much_when_written_again() => Assert.Equal(SampleRuns.Text(TrxWriter.Write, SampleRuns.Full), SampleRuns.Text(TrxWriter.Write, SampleRuns.Full));

    [Fact]
    public void Of_lines_have_documented_fields()
    {
        var document = File.ReadAllText(Path.Combine(Built.Repository, "src/RemoteDeploy/docs/json.md"));
        var section = document[document.IndexOf("## `results`", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", StringComparison.Ordinal)];
        using var line = System.Text.Json.JsonDocument.Parse(SampleRuns.Text(ResultLines.Write, SampleRuns.Full).Split('\n')[0]);

        Assert.Equal(line.RootElement.EnumerateObject().Select(field => field.Name), section.Split('\n').Where(row => row.StartsWith("| `", StringComparison.Ordinal)).Select(row => row.Split('`')[1]));
    }

    [Fact]
    public void Of_a_run_without_anything_are_whole()
    {
        var run = new MergedRun("empty");

        Assert.Empty(ResultChecks.Of("trx", file.Read(SampleRuns.Text(TrxWriter.Write, run)).Value));
        Assert.Empty(file.Read(SampleRuns.Text(JUnitWriter.Write, run)).Value.Tests);
        Assert.Equal("", SampleRuns.Text(ResultLines.Write, run));
    }
}
