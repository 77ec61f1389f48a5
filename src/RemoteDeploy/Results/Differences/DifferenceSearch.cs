using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Differences;

/// <summary>Finds, in a whole report, what failed on some hosts and passed on others with the same bytes, and explains each.</summary>
internal static class DifferenceSearch
{
    /// <summary>More tests than these nobody looks at one by one.</summary>
    public const int MostTests = 200;

    /// <summary>The differences, in the order in which the failures stand in the report.</summary>
    public static IReadOnlyList<TestDifference> Of(RunReport report)
    {
        var cases = Failed(report);
        if (cases.Count == 0)
        {
            return [];
        }

        var outcomes = Gather(report, cases);
        var explained = new Dictionary<string, HostDifference>(StringComparer.Ordinal);
        return [.. cases.Where(outcomes.ContainsKey).Select(one => Explain(one, outcomes[one], explained)).OfType<TestDifference>()];
    }

    private static List<Case> Failed(RunReport report) =>
    [
        .. report.Hosts.SelectMany(host => host.Suites).Where(suite => suite.Manifest is not null)
            .SelectMany(suite => suite.Tests.Count == 0
                ? suite.Succeeded ? [] : [new Case(suite.Suite, suite.Manifest!, null)]
                : suite.Tests.Where(test => test.Outcome == TestOutcome.Failed).Select(test => new Case(suite.Suite, suite.Manifest!, test.Name)))
            .Distinct()
            .Take(MostTests),
    ];

    private static Dictionary<Case, List<Outcome>> Gather(RunReport report, List<Case> cases)
    {
        var wanted = cases.ToHashSet();
        var found = new Dictionary<Case, List<Outcome>>();
        void Add(Case key, Outcome outcome)
        {
            if (wanted.Contains(key))
            {
                _ = found.TryGetValue(key, out var list) || found.TryAdd(key, list = []);
                list!.Add(outcome);
            }
        }

        foreach (var host in report.Hosts)
        {
            foreach (var suite in host.Suites.Where(suite => suite.Manifest is not null))
            {
                if (suite.Tests.Count == 0)
                {
                    Add(new Case(suite.Suite, suite.Manifest!, null), new Outcome(host, suite, null, !suite.Succeeded));
                }

                foreach (var test in suite.Tests.Where(test => test.Outcome != TestOutcome.Skipped))
                {
                    Add(new Case(suite.Suite, suite.Manifest!, test.Name), new Outcome(host, suite, test, test.Outcome == TestOutcome.Failed));
                }
            }
        }

        return found;
    }

    private static TestDifference? Explain(Case one, List<Outcome> outcomes, Dictionary<string, HostDifference> explained)
    {
        // Rows of data may share a name: a host on which any of them failed is one on which it failed.
        var hosts = outcomes.GroupBy(outcome => outcome.Host.Host.Name, StringComparer.Ordinal)
            .Select(group => group.FirstOrDefault(outcome => outcome.Failed) ?? group.First())
            .Where(outcome => outcome.Host.Facts is not null)
            .ToList();
        if (hosts.Find(outcome => outcome.Failed) is not { } red || hosts.Find(outcome => !outcome.Failed) is not { } green)
        {
            return null;
        }

        var key = string.Join('\0', hosts.Select(outcome => (outcome.Failed ? "-" : "+") + outcome.Host.Host.Name));
        if (!explained.TryGetValue(key, out var difference))
        {
            difference = DifferenceFinder.Find([.. hosts.Select(outcome => HostProfile.Of(outcome.Host.Host, outcome.Host.Facts!, outcome.Failed))]);
            explained.Add(key, difference);
        }

        var own = red.Test?.Output is not null || green.Test?.Output is not null;
        return new TestDifference(one.Suite, one.Test, difference)
        {
            Manifest = one.Manifest,
            FailingHost = red.Host.Host.Name,
            PassingHost = green.Host.Host.Name,
            Output = own ? OutputDifference.Of(red.Test?.Output ?? "", green.Test?.Output ?? "") : OutputDifference.Of(red.Suite.OutputTail, green.Suite.OutputTail),
        };
    }

    private sealed record Case(string Suite, string Manifest, string? Test);

    private sealed record Outcome(HostReport Host, SuiteReport Suite, TestResult? Test, bool Failed);
}
