using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.Tests.Reporting.Html;

namespace RemoteDeploy.Tests.Reporting;

public class ComparedRuns
{
    private static readonly TestOutcome Passed = TestOutcome.Passed, Failed = TestOutcome.Failed;

    [Fact]
    public void Tell_what_fails_newly_what_is_mended_and_what_still_fails()
    {
        var found = Compare(
            [Test("h1", "A.B.Breaks", Passed), Test("h2", "A.B.Breaks", Failed), Test("h1", "A.B.Mended", Failed), Test("h1", "A.B.Same", Passed)],
            [Test("h1", "A.B.Breaks", Failed), Test("h2", "A.B.Breaks", Failed), Test("h1", "A.B.Mended", Passed), Test("h1", "A.B.Same", Passed)]);

        Assert.Equal(["A.B.Breaks on h1"], Words(found.NewlyFailing));
        Assert.Equal(["A.B.Breaks on h2"], Words(found.StillFailing));
        Assert.Equal(["A.B.Mended on h1"], Words(found.Mended));
    }

    [Fact]
    public void Judge_a_test_that_moved_by_what_it_did_elsewhere()
    {
        var found = Compare([Test("h1", "A.B.Broken", Failed), Test("h1", "A.B.Good", Passed)], [Test("h2", "A.B.Broken", Failed), Test("h2", "A.B.Good", Failed)]);

        Assert.Equal(["A.B.Good on h2"], Words(found.NewlyFailing));
        Assert.Equal(["A.B.Broken on h2"], Words(found.StillFailing));
    }

    [Fact]
    public void Tell_tests_that_came_and_went()
    {
        var found = Compare([Test("h", "A.B.Old", Passed), Test("h", "A.B.Stays", Passed)], [Test("h", "A.B.New", Failed), Test("h", "A.B.Stays", Passed)]);

        Assert.Equal((["A.B.New on "], ["A.B.Old on "], ["A.B.New on h"]), (Words(found.Added), Words(found.Gone), Words(found.NewlyFailing)), Lists);
    }

    [Fact]
    public void Tell_newly_flaky_tests()
    {
        var flaky = new MergedTest(Test("h", "A.B.C", Failed).Final, Test("h", "A.B.C", Passed).Final with { Number = 2 });

        Assert.Equal(["A.B.C on h"], Words(Compare([Test("h", "A.B.C", Passed)], [flaky]).NewlyFlaky));
        Assert.Empty(Compare([flaky], [flaky]).NewlyFlaky);
    }

    [Theory]
    [InlineData(1, 1.3, true)]
    [InlineData(1.3, 1, true)]
    [InlineData(1, 1.15, false)]
    [InlineData(0.01, 0.09, false)]
    public void Tell_durations_that_differ_beyond_noise(double then, double now, bool isTold)
    {
        var found = Compare([SamplePages.Test("h", "A.B.C", Passed, then)], [SamplePages.Test("h", "A.B.C", Passed, now)]);

        Assert.Equal(isTold ? [(TimeSpan.FromSeconds(then), TimeSpan.FromSeconds(now))] : [], found.Durations.Select(one => (one.Earlier, one.Now)));
    }

    [Fact]
    public void Tell_hosts_with_other_bytes()
    {
        var page = SamplePages.Of("r", Test("h1", "A.B.C", Passed), Test("h2", "A.B.C", Passed));
        var other = page with { Report = page.Report with { Hosts = [page.Report.Hosts[0] with { Release = "2.0", Manifest = "cd" }] } };

        var found = RunComparison.Of(other, page);

        Assert.Equal([new ComparedRelease("h1", "1.4", "2.0"), new ComparedRelease("h2", "1.4", null)], found.Releases);
    }

    private static bool Lists((List<string>, List<string>, List<string>) one, (List<string>, List<string>, List<string>) other) =>
        one.Item1.SequenceEqual(other.Item1) && one.Item2.SequenceEqual(other.Item2) && one.Item3.SequenceEqual(other.Item3);

    private static MergedTest Test(string host, string name, TestOutcome outcome) => SamplePages.Test(host, name, outcome);

    private static RunComparison Compare(MergedTest[] then, MergedTest[] now) => RunComparison.Of(SamplePages.Of("now", now), SamplePages.Of("then", then));

    private static List<string> Words(IEnumerable<ComparedTest> tests) => [.. tests.Select(test => $"{test.Name} on {string.Join(',', test.Hosts)}")];
}
