using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using TestResult = RemoteDeploy.Testing.TestResult;

namespace RemoteDeploy.Tests.Results.Merging;

public class MergingTries
{
    [Fact]
    public void Makes_one_test_of_tries_on_different_hosts()
    {
        var groups = AttemptMerge.Of([Try("h2", "t", 2, TestOutcome.Passed), Try("h1", "t", 1, TestOutcome.Failed), Try("h1", "u", 1, TestOutcome.Passed)], everyHost: false);

        Assert.Equal(["h2", "h1"], groups.Select(group => group.Host));
        var test = Assert.Single(groups[0].Tests);
        Assert.Equal((true, "h2", 2), (test.Flaky, test.Final.Host, test.Attempts.Count));
        Assert.False(Assert.Single(groups[1].Tests).Flaky);
    }

    [Fact]
    public void Keeps_hosts_apart_where_each_runs_everything()
    {
        var groups = AttemptMerge.Of([Try("h1", "t", 1, TestOutcome.Failed), Try("h2", "t", 1, TestOutcome.Passed)], everyHost: true);

        Assert.Equal([(1, 1, 0), (1, 0, 0)], groups.Select(group => MergedCounts.Of(group.Tests)).Select(counts => (counts.Total, counts.Failed, counts.Flaky)));
    }

    [Fact]
    public void Keeps_rows_of_the_same_name_apart()
    {
        var groups = AttemptMerge.Of(
            [Try("h1", "row", 1, TestOutcome.Passed), Try("h1", "row", 1, TestOutcome.Failed), Try("h2", "row", 2, TestOutcome.Passed), Try("h2", "row", 2, TestOutcome.Passed)],
            everyHost: false);

        var tests = Assert.Single(groups).Tests.ToList();
        Assert.Equal([(2, false), (2, true)], tests.Select(test => (test.Attempts.Count, test.Flaky)));
    }

    [Fact]
    public void Loses_and_invents_nothing() => Prop.ForAll<(byte Host, byte Name, byte Number, bool Failed)[], bool>((picks, everyHost) =>
    {
        var tries = picks.Select(pick => Try($"h{pick.Host % 3}", $"t{pick.Name % 4}", (pick.Number % 3) + 1, pick.Failed ? TestOutcome.Failed : TestOutcome.Passed)).ToList();
        var groups = AttemptMerge.Of(tries, everyHost);
        var tests = groups.SelectMany(group => group.Tests).ToList();
        return tests.SelectMany(test => test.Attempts).ToHashSet(ReferenceEqualityComparer.Instance).SetEquals(tries) && tests.Sum(test => test.Attempts.Count) == tries.Count
            && groups.All(group => group.Tests.All(test => test.Final.Host == group.Host))
            && groups.Select(group => (group.Suite, group.Host)).Distinct().Count() == groups.Count
            && tests.All(test => test.Attempts.Zip(test.Attempts.Skip(1)).All(pair => pair.First.Number < pair.Second.Number));
    }).QuickCheckThrowOnFailure();

    private static TestAttempt Try(string host, string name, int number, TestOutcome outcome) => new("suite", host, new TestResult(name, outcome, TimeSpan.Zero)) { Number = number };
}
