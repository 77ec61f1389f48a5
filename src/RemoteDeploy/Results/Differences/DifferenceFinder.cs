namespace RemoteDeploy.Results.Differences;

/// <summary>Finds the smallest set of facts that tells hosts on which a test failed from those on which it passed.</summary>
public static class DifferenceFinder
{
    // Pairs are tried of the best conditions only: with hundreds of hosts there may be thousands.
    private const int MostPaired = 1000;
    private const int MostOthers = 50;

    /// <summary>Looks for one condition, then for two.</summary>
    /// <param name="hosts">The hosts on which the same test ran on the same bytes.</param>
    public static HostDifference Find(IReadOnlyList<HostProfile> hosts)
    {
        var failing = HostSet.Of(hosts, host => host.Failed);
        var count = hosts.Count(host => host.Failed);
        if (count == 0 || count == hosts.Count)
        {
            return new HostDifference(DifferenceKind.NothingToCompare) { Failing = count, Passing = hosts.Count - count };
        }

        var candidates = FactCandidates.Of(hosts).Select(condition => new Candidate(condition, HostSet.Of(hosts, condition.HoldsFor))).ToList();
        var found = Single(candidates, failing) ?? Pair(candidates, failing, DifferenceKind.Both) ?? Pair(candidates, failing, DifferenceKind.Either) ?? new HostDifference(DifferenceKind.None);
        return found with { Failing = count, Passing = hosts.Count - count };
    }

    private static HostDifference? Single(List<Candidate> candidates, HostSet failing)
    {
        // Of each fact the best form is enough: "os A" and "no os B" say the same.
        var found = candidates.Where(one => one.Hosts.Equals(failing)).Select(one => one.Condition).DistinctBy(condition => condition.Fact).ToList();
        return found.Count == 0 ? null : new HostDifference(DifferenceKind.One, found[0]) { Others = [.. found.Skip(1).Take(MostOthers).Select(condition => (IReadOnlyList<FactCondition>)[condition])] };
    }

    private static HostDifference? Pair(List<Candidate> candidates, HostSet failing, DifferenceKind kind)
    {
        // Only what holds for all that fail can be one of two that must both hold; only what holds for none that passes, one of either.
        var useful = candidates
            .Where(one => kind == DifferenceKind.Both ? failing.IsWithin(one.Hosts) : one.Hosts.IsWithin(failing))
            .DistinctBy(one => (one.Condition.Fact, one.Hosts))
            .Take(MostPaired)
            .ToList();
        var found = new List<(int Rank, FactCondition One, FactCondition Other)>();
        for (var i = 0; i < useful.Count; i++)
        {
            for (var j = i + 1; j < useful.Count; j++)
            {
                if (kind == DifferenceKind.Both ? useful[i].Hosts.MeetsAt(useful[j].Hosts, failing) : useful[i].Hosts.JoinsTo(useful[j].Hosts, failing))
                {
                    found.Add((FactRank.Of(useful[i].Condition) + FactRank.Of(useful[j].Condition), useful[i].Condition, useful[j].Condition));
                }
            }
        }

        var ordered = found.OrderBy(pair => pair.Rank).DistinctBy(pair => (pair.One.Fact, pair.Other.Fact)).Take(MostOthers + 1).ToList();
        return ordered.Count == 0 ? null : new HostDifference(kind, ordered[0].One, ordered[0].Other) { Others = [.. ordered.Skip(1).Select(pair => (IReadOnlyList<FactCondition>)[pair.One, pair.Other])] };
    }

    private sealed record Candidate(FactCondition Condition, HostSet Hosts);
}
