namespace RemoteDeploy.Results.Differences;

/// <summary>The conditions that could tell hosts apart, best first.</summary>
internal static class FactCandidates
{
    private const int FewHosts = 3;

    /// <summary>All that are worth a try.</summary>
    public static IEnumerable<FactCondition> Of(IReadOnlyList<HostProfile> hosts) => hosts
        .SelectMany(host => host.Facts.Keys)
        .Distinct(StringComparer.Ordinal)
        .Where(fact => !FactRank.IsIdentity(fact))
        .SelectMany(fact => Of(hosts, fact))
        .OrderBy(FactRank.Of)
        .ThenBy(condition => condition.Fact, StringComparer.Ordinal)
        .ThenBy(condition => condition.Value, StringComparer.Ordinal)
        .ThenBy(condition => condition.Relation);

    private static IEnumerable<FactCondition> Of(IReadOnlyList<HostProfile> hosts, string fact)
    {
        var known = hosts.Where(host => host.Facts.ContainsKey(fact)).Select(host => host.Facts[fact]).ToList();
        var values = known.SelectMany(set => set).Distinct(StringComparer.Ordinal).ToList();
        if (fact is "tag" or "group" || !TellsEveryHost(hosts, known, values))
        {
            foreach (var value in values)
            {
                yield return new FactCondition(fact, FactRelation.Has, value);
                yield return new FactCondition(fact, FactRelation.Lacks, value);
            }
        }

        // Between two that follow each other there is one limit; the lowest is none, for all are at least that.
        var highest = known.Select(FactOrder.Highest).ToList();
        if (highest.TrueForAll(value => value is not null))
        {
            var steps = highest.Select(value => value!).Distinct(StringComparer.Ordinal).ToList();
            steps.Sort(FactOrder.Compare);
            foreach (var value in steps.Skip(1))
            {
                yield return new FactCondition(fact, FactRelation.AtLeast, value);
                yield return new FactCondition(fact, FactRelation.Below, value);
            }
        }
    }

    // A fact with one value on each host, another on every one, is as good as the host's name. Tags are given by people: they may.
    private static bool TellsEveryHost(IReadOnlyList<HostProfile> hosts, List<IReadOnlySet<string>> known, List<string> values) =>
        hosts.Count >= FewHosts && known.Count == hosts.Count && values.Count == hosts.Count && known.TrueForAll(set => set.Count == 1);
}
