namespace RemoteDeploy.Pool;

/// <summary>How much a host is given in one go: the first portions are large, the last ones small, and none costs more to begin than it is worth.</summary>
/// <param name="settings">What beginning costs, and may cost.</param>
/// <param name="time">Clock.</param>
internal sealed class PortionSize(PoolSettings settings, TimeProvider time)
{
    // At most this part of a host's share of what is left.
    private const double Portion = 0.8;
    private const double CostWeight = 0.4;
    private const double LeastCost = 0.05;
    private const double MostCost = 30;
    private readonly Dictionary<string, (long Since, double Seconds)> inHand = new(StringComparer.Ordinal);
    private double startCost = settings.StartCost.TotalSeconds;

    /// <summary>A job cost so much more than its tests.</summary>
    public void Began(TimeSpan cost) => startCost = (startCost * (1 - CostWeight)) + (Math.Clamp(cost.TotalSeconds, LeastCost, MostCost) * CostWeight);

    /// <summary>A host was given work.</summary>
    public void Given(string host, double seconds) => inHand[host] = (time.GetTimestamp(), seconds);

    /// <summary>Seconds that a host is given at once. What the others still have in hand counts as well: all are to end together.</summary>
    /// <param name="left">Seconds of work that nobody has begun.</param>
    /// <param name="hosts">Names of the hosts that are there.</param>
    public double Limit(double left, IReadOnlyCollection<string> hosts)
    {
        var busy = hosts.Where(inHand.ContainsKey).Sum(host => Math.Max(0, inHand[host].Seconds - time.GetElapsedTime(inHand[host].Since).TotalSeconds));
        var share = (left + busy) / Math.Max(1, hosts.Count);
        var worthIt = Math.Min(startCost / Math.Max(settings.StartShare, 0.001), share);

        // What is left at the very end is not shared out in crumbs: each would cost more to begin than it takes. Nor is anything kept for
        // later that would not be worth another start.
        var portion = share * (1 - Portion) < worthIt ? share : share * Portion;
        return Math.Max(portion, startCost);
    }
}
