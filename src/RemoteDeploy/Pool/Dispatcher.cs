namespace RemoteDeploy.Pool;

/// <summary>
/// The one queue that hosts pull units from. Long units go first; short ones are put together, in ever smaller portions, so that
/// starting costs little and all hosts end together. A unit that failed goes to another host first, one whose host was lost goes back.
/// </summary>
internal sealed class Dispatcher
{
    // What a host is given at once is at most this part of its share of what is left: the first portions are large, the last ones small.
    private const double Portion = 0.8;
    private const double CostWeight = 0.4;
    private const double LeastCost = 0.05;
    private const double MostCost = 30;
    private readonly PoolSettings settings;
    private readonly PoolPolicy policy;
    private readonly UnitEstimates estimates;
    private readonly TimeProvider time;
    private readonly Lock gate = new();
    private readonly List<UnitAttempt> queue;
    private readonly Dictionary<string, PoolHost> hosts = new(StringComparer.Ordinal);
    private readonly Dictionary<UnitAttempt, PoolHost> running = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (long Since, double Seconds)> inHand = new(StringComparer.Ordinal);
    private readonly List<TestUnit> lost = [];
    private readonly HashSet<string> gone = new(StringComparer.Ordinal);
    private readonly FailureLimit mayFail;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private double startCost;
    private int calls;
    private bool givenUp;

    /// <param name="units">What is to be run, each once.</param>
    /// <param name="estimates">How long it takes.</param>
    /// <param name="settings">How.</param>
    /// <param name="policy">The choices.</param>
    /// <param name="time">Clock.</param>
    /// <param name="limit">Counts what failed, also of suites that are no part of this; null for only its own.</param>
    public Dispatcher(IEnumerable<TestUnit> units, UnitEstimates estimates, PoolSettings settings, PoolPolicy policy, TimeProvider time, FailureLimit? limit = null)
    {
        mayFail = limit ?? new FailureLimit(settings.MaxFailures);
        this.time = time;
        this.settings = settings;
        startCost = settings.StartCost.TotalSeconds;
        this.policy = policy;
        this.estimates = estimates;
        queue = [.. units.Select(unit => new UnitAttempt(unit, 1))];
    }

    /// <summary>True when nothing is left to run, and nothing is running that may come back.</summary>
    public bool IsDone
    {
        get
        {
            lock (gate)
            {
                return queue.Count == 0 && running.Count == 0;
            }
        }
    }

    /// <summary>True when so much has failed that no more is begun, or somebody stopped it.</summary>
    public bool HasGivenUp
    {
        get
        {
            lock (gate)
            {
                return givenUp || mayFail.IsReached;
            }
        }
    }

    /// <summary>Attempts that were begun and have not ended.</summary>
    public int Running
    {
        get
        {
            lock (gate)
            {
                return running.Count;
            }
        }
    }

    /// <summary>Units that took so many hosts with them that they are not run any more.</summary>
    public IReadOnlyList<TestUnit> Lost
    {
        get
        {
            lock (gate)
            {
                return [.. lost];
            }
        }
    }

    /// <summary>Units that wait and fit none of the hosts that are there, or any at all when no host is left.</summary>
    public IReadOnlyList<TestUnit> Left
    {
        get
        {
            lock (gate)
            {
                return [.. queue.Where(attempt => !hosts.Values.Any(host => Fits(host, attempt.Unit))).Select(attempt => attempt.Unit)];
            }
        }
    }

    /// <summary>Units that have not been begun, or not again.</summary>
    public IReadOnlyList<TestUnit> Waiting
    {
        get
        {
            lock (gate)
            {
                return [.. queue.Select(attempt => attempt.Unit)];
            }
        }
    }

    /// <summary>A host is ready. One that was retired stays so.</summary>
    public void Join(PoolHost host)
    {
        lock (gate)
        {
            if (!gone.Contains(host.Name))
            {
                hosts[host.Name] = host;
            }

            Pulse();
        }
    }

    /// <summary>More units, found while others run.</summary>
    public void Add(IEnumerable<TestUnit> units)
    {
        lock (gate)
        {
            queue.AddRange(units.Select(unit => new UnitAttempt(unit, 1)));
            Pulse();
        }
    }

    /// <summary>A job cost so much more than its tests: beginning costs as much as it lately did.</summary>
    public void Began(TimeSpan cost)
    {
        lock (gate)
        {
            startCost = (startCost * (1 - CostWeight)) + (Math.Clamp(cost.TotalSeconds, LeastCost, MostCost) * CostWeight);
        }
    }

    /// <summary>Nothing more is begun.</summary>
    public void GiveUp()
    {
        lock (gate)
        {
            givenUp = true;
            Pulse();
        }
    }

    /// <summary>A host is missing, was lost or retired: a spare one is wanted in its place.</summary>
    public void CallSpare()
    {
        lock (gate)
        {
            calls++;
            Pulse();
        }
    }

    /// <summary>Waits until a spare host is wanted.</summary>
    /// <returns>False when none will be.</returns>
    public async Task<bool> CalledAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (givenUp || mayFail.IsReached || (queue.Count == 0 && running.Count == 0))
                {
                    return false;
                }

                if (calls > 0)
                {
                    calls--;
                    return true;
                }

                change = changed.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the listing of a suite, whose units are known already.</summary>
    public UnitAttempt? Restore(TestUnit listing) => Restore(new PoolHost(new Inventory.Host { Name = "", Address = "" }, new Probing.HostFacts()), listing.Suite, listing.Name, 1);

    /// <summary>Takes an attempt that an earlier process of the run had begun on a host; null when it cannot have been.</summary>
    public UnitAttempt? Restore(PoolHost host, string suite, string unit, int number)
    {
        lock (gate)
        {
            var attempt = queue.Find(one => one.Unit.Suite == suite && one.Unit.Name == unit && one.Number == number);
            if (attempt is not null)
            {
                queue.Remove(attempt);
                running[attempt] = host;
            }

            return attempt;
        }
    }

    /// <summary>An attempt ended without a word about its unit: it is run again, by itself, and does not count.</summary>
    public void Return(UnitAttempt attempt)
    {
        lock (gate)
        {
            if (running.Remove(attempt))
            {
                queue.Insert(0, attempt with { IsAlone = true });
            }

            Pulse();
        }
    }

    /// <summary>Waits until there is something for a host.</summary>
    /// <returns>What the host is to run next, in one go; empty when nothing will come any more.</returns>
    public async Task<IReadOnlyList<UnitAttempt>> TakeAsync(PoolHost host, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (!hosts.ContainsKey(host.Name) || givenUp || mayFail.IsReached)
                {
                    return [];
                }

                if (Batch(host) is { Count: > 0 } batch)
                {
                    foreach (var attempt in batch)
                    {
                        running[attempt] = host;
                    }

                    Pulse();
                    return batch;
                }

                // What runs elsewhere may come back to this host.
                if (!MayCome(host))
                {
                    return [];
                }

                change = changed.Task;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="attempt">One that was taken.</param>
    /// <param name="outcome">How.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="failed">Tests of it that failed, at least 1 for one that failed.</param>
    /// <returns>True when the unit is to be run again.</returns>
    public bool Finish(UnitAttempt attempt, UnitOutcome outcome, TimeSpan duration, int failed = 1)
    {
        lock (gate)
        {
            if (!running.Remove(attempt, out var host))
            {
                throw new InvalidOperationException($"'{attempt.Unit}' is not running.");
            }

            if (!attempt.Unit.IsListing)
            {
                estimates.Saw(attempt.Unit, duration);
            }

            var again = outcome == UnitOutcome.Failed && policy.RunsAgain(attempt, attempt.Unit.Retries ?? settings.Retries);
            if (again)
            {
                queue.Add(attempt with { Number = attempt.Number + 1, FailedOn = [.. attempt.FailedOn, host.Name] });
            }
            else if (outcome == UnitOutcome.Failed)
            {
                mayFail.Add(failed);
            }

            if (policy.RetiresHost(attempt, outcome) && gone.Add(host.Name))
            {
                hosts.Remove(host.Name);
                calls++;
            }

            Pulse();
            return again;
        }
    }

    /// <summary>A host is lost: what it had in hand is run elsewhere, unless it has taken too many hosts with it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isLoss">False for a host that goes before it has begun with what it has in hand: that says nothing against it.</param>
    /// <returns>What it had in hand.</returns>
    public IReadOnlyList<UnitAttempt> Leave(PoolHost host, bool isLoss = true)
    {
        lock (gate)
        {
            hosts.Remove(host.Name);
            inHand.Remove(host.Name);
            calls++;
            var had = running.Where(pair => pair.Value.Name == host.Name).Select(pair => pair.Key).ToList();
            foreach (var attempt in had)
            {
                running.Remove(attempt);
                var back = isLoss ? attempt with { LostOn = [.. attempt.LostOn, host.Name] } : attempt;
                if (back.LostOn.Count >= settings.MostLosses)
                {
                    lost.Add(attempt.Unit);
                    mayFail.Add(1);
                }
                else
                {
                    queue.Insert(0, back);
                }
            }

            Pulse();
            return had;
        }
    }

    /// <summary>How long all that is known to be left takes the hosts that are there; null when that cannot be told.</summary>
    public TimeSpan? Remaining()
    {
        lock (gate)
        {
            if (hosts.Count == 0)
            {
                return null;
            }

            var classes = hosts.Values.Select(host => host.Class).ToList();
            var left = queue.Concat(running.Keys).Where(attempt => !attempt.Unit.IsListing).Select(attempt => estimates.Of(attempt.Unit, classes[0])).ToList();
            return left.Contains(null) ? null : left.Aggregate(TimeSpan.Zero, (sum, one) => sum + one!.Value) / hosts.Count;
        }
    }

    private static bool Fits(PoolHost host, TestUnit unit) => unit.Requires.All(requirement => requirement.IsMetBy(host));

    private bool MayCome(PoolHost host) => queue.Concat(running.Keys).Any(attempt => Fits(host, attempt.Unit));

    private IReadOnlyList<UnitAttempt> Batch(PoolHost host)
    {
        var fitting = queue.Where(attempt => MayTake(host, attempt)).Select(attempt => (Attempt: attempt, Duration: estimates.Of(attempt.Unit, host.Class))).ToList();
        var batch = UnitBatch.Choose(host, fitting, policy, Limit(fitting.Sum(one => one.Duration?.TotalSeconds ?? 0)));
        queue.RemoveAll(attempt => batch.Units.Any(one => ReferenceEquals(one, attempt)));
        inHand[host.Name] = (time.GetTimestamp(), batch.Seconds);
        return batch.Units;
    }

    // Seconds that a host is given at once. What the others still have in hand counts as well: all are to end together.
    private double Limit(double left)
    {
        var busy = inHand.Where(pair => hosts.ContainsKey(pair.Key)).Sum(pair => Math.Max(0, pair.Value.Seconds - time.GetElapsedTime(pair.Value.Since).TotalSeconds));
        var share = (left + busy) / Math.Max(1, hosts.Count);
        var worthIt = Math.Min(startCost / Math.Max(settings.StartShare, 0.001), share);

        // What is left at the very end is not shared out in crumbs: each would cost more to begin than it takes.
        // Nor is anything kept for later that would not be worth another start.
        var portion = share * (1 - Portion) < worthIt ? share : share * Portion;
        return Math.Max(portion, startCost);
    }

    // A unit that failed here, or was lost with this host, goes to another host as long as there is one that has not had it.
    private bool MayTake(PoolHost host, UnitAttempt attempt)
    {
        bool Had(PoolHost one) => attempt.FailedOn.Contains(one.Name, StringComparer.Ordinal) || attempt.LostOn.Contains(one.Name, StringComparer.Ordinal);
        return Fits(host, attempt.Unit) && (!Had(host) || !hosts.Values.Any(other => Fits(other, attempt.Unit) && !Had(other)));
    }

    private void Pulse()
    {
        changed.TrySetResult();
        changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
