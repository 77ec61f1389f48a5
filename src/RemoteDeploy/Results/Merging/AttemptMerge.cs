namespace RemoteDeploy.Results.Merging;

/// <summary>Puts tries at the same test together.</summary>
public static class AttemptMerge
{
    /// <summary>Groups of tests, each test once, in the order in which suites, hosts and tests came first.</summary>
    /// <param name="attempts">All tries, in any order.</param>
    /// <param name="everyHost">
    /// True when each host runs the whole suite, so that the same test on two hosts is two tests; false when hosts share the suite,
    /// so that a second try may be another host's.
    /// </param>
    public static IReadOnlyList<MergedGroup> Of(IEnumerable<TestAttempt> attempts, bool everyHost)
    {
        var tests = new Dictionary<Key, List<TestAttempt>>();
        var seen = new Dictionary<(Key Key, int Number), int>();
        foreach (var attempt in attempts)
        {
            // Rows of data may share a name: two results of one try are two tests.
            var key = new Key(attempt.Suite, everyHost ? attempt.Host : null, attempt.Unit, attempt.Result.Name, 0);
            var row = seen[(key, attempt.Number)] = seen.GetValueOrDefault((key, attempt.Number)) + 1;
            if (!tests.TryGetValue(key with { Row = row }, out var list))
            {
                tests.Add(key with { Row = row }, list = []);
            }

            list.Add(attempt);
        }

        return [.. tests.Values.Select(list => new MergedTest([.. list.OrderBy(attempt => attempt.Number)]))
            .GroupBy(test => (test.Final.Suite, test.Final.Host))
            .Select(group => new MergedGroup(group.Key.Suite, group.Key.Host) { Stamp = group.First().Final.Stamp, Tests = [.. group] })];
    }

    private sealed record Key(string Suite, string? Host, string? Unit, string Name, int Row);
}
