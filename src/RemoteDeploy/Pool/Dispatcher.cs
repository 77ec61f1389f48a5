using RemoteDeploy.Inventory;

namespace RemoteDeploy.Pool;

/// <summary>
/// The one queue that hosts pull units from. Long units go first; short ones are put together, in ever smaller portions, so that
/// starting costs little and all hosts end together. A unit that failed goes to another host first, one whose host was lost goes back.
/// </summary>
internal sealed class Dispatcher
{
    private readonly PoolSettings settings;
    private readonly PoolPolicy policy;
    private readonly UnitEstimates estimates;
    private readonly PortionSize portions;
    private readonly Gate gate = new();
    private readonly HostRoster hosts = new();
    private readonly List<UnitAttempt> queue;
    private readonly Dictionary<UnitAttempt, PoolHost> running = new(ReferenceEqualityComparer.Instance);
    private readonly List<TestUnit> lost = [];
    private readonly FailureLimit mayFail;
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
        this.settings = settings;
        portions = new PortionSize(settings, time);
        this.policy = policy;
        this.estimates = estimates;
        queue = [.. units.Select(unit => new UnitAttempt(unit, 1))];
    }

    /// <summary>True when nothing is left to run, and nothing is running that may come back.</summary>
    public bool IsDone => gate.Look(() => queue.Count == 0 && running.Count == 0);

    /// <summary>True when so much has failed that no more is begun, or somebody stopped it.</summary>
    public bool HasGivenUp => gate.Look(() => BeginsNothing);

    /// <summary>Units that took so many hosts with them that they are not run any more.</summary>
    public IReadOnlyList<TestUnit> Lost => gate.Look(() => (IReadOnlyList<TestUnit>)[.. lost]);

    /// <summary>Units that have not been begun, or not again.</summary>
    public IReadOnlyList<TestUnit> Waiting => gate.Look(() => (IReadOnlyList<TestUnit>)[.. queue.Select(attempt => attempt.Unit)]);

    private bool BeginsNothing => givenUp || mayFail.IsReached;

    /// <summary>All hosts that will come, spare ones apart.</summary>
    public void Expect(IEnumerable<Host> all) => gate.Change(() => hosts.Expect(all));

    /// <summary>A host is ready. One that was retired stays so.</summary>
    public void Join(PoolHost host) => gate.Change(() => hosts.Join(host));

    /// <summary>A host that is no spare one is through. When all are, spare ones are wanted for whatever is left.</summary>
    public void Through(string host) => gate.Change(() => hosts.Through(host));

    /// <summary>More units, found while others run.</summary>
    public void Add(IEnumerable<TestUnit> units) => gate.Change(() => queue.AddRange(units.Select(unit => new UnitAttempt(unit, 1))));

    /// <summary>A job cost so much more than its tests: beginning costs as much as it lately did.</summary>
    public void Began(TimeSpan cost) => gate.Change(() => portions.Began(cost));

    /// <summary>Nothing more is begun.</summary>
    public void GiveUp() => gate.Change(() => givenUp = true);

    /// <summary>Waits until a spare host is wanted.</summary>
    /// <returns>False when none will be.</returns>
    public Task<bool> CalledAsync(CancellationToken cancellationToken) => gate.UntilAsync(
        () =>
        {
            var isOver = BeginsNothing || (queue.Count == 0 && running.Count == 0);
            var isCalled = !isOver && hosts.TakeCall();
            return (isOver || isCalled, isCalled);
        },
        cancellationToken);

    /// <summary>Takes an attempt that an earlier process of the run had begun on a host; null when it cannot have been.</summary>
    public UnitAttempt? Restore(PoolHost host, string suite, string unit, int number) => gate.Look(() =>
    {
        var attempt = queue.Find(one => one.Unit.Suite == suite && one.Unit.Name == unit && one.Number == number);
        if (attempt is not null)
        {
            queue.Remove(attempt);
            running[attempt] = host;
        }

        return attempt;
    });

    /// <summary>An attempt ended without a word about its unit: it is run again, by itself, and does not count.</summary>
    public void Return(UnitAttempt attempt) => gate.Change(() =>
    {
        if (running.Remove(attempt))
        {
            queue.Insert(0, attempt with { IsAlone = true });
        }
    });

    /// <summary>An attempt that was never begun is as if nobody had taken it.</summary>
    public void PutBack(UnitAttempt attempt) => gate.Change(() =>
    {
        if (running.Remove(attempt))
        {
            queue.Insert(0, attempt);
        }
    });

    /// <summary>Waits until there is something for a host.</summary>
    /// <returns>What the host is to run next, in one go; empty when nothing will come any more.</returns>
    public async Task<IReadOnlyList<UnitAttempt>> TakeAsync(PoolHost host, CancellationToken cancellationToken)
    {
        // Others with a lower score leave to this host what it can take.
        gate.Change(() => hosts.Wait(host.Name, isWaiting: true));
        try
        {
            return await gate.UntilAsync(() => Take(host), cancellationToken);
        }
        finally
        {
            gate.Change(() => hosts.Wait(host.Name, isWaiting: false));
        }
    }

    /// <summary>An attempt has ended.</summary>
    /// <param name="attempt">One that was taken.</param>
    /// <param name="outcome">How.</param>
    /// <param name="duration">How long it took.</param>
    /// <param name="failed">Tests of it that failed, at least 1 for one that failed.</param>
    /// <returns>True when the unit is to be run again.</returns>
    public bool Finish(UnitAttempt attempt, UnitOutcome outcome, TimeSpan duration, int failed = 1) => gate.Change(() =>
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

        if (policy.RetiresHost(attempt, outcome))
        {
            hosts.Retire(host.Name);
        }

        return again;
    });

    /// <summary>A host is lost: what it had in hand is run elsewhere, unless it has taken too many hosts with it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="isLoss">False for a host that goes before it has begun with what it has in hand: that says nothing against it.</param>
    /// <returns>What it had in hand.</returns>
    public IReadOnlyList<UnitAttempt> Leave(PoolHost host, bool isLoss = true) => gate.Change(() =>
    {
        hosts.Lose(host.Name);
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

        return had;
    });

    /// <summary>How long all that is known to be left takes the hosts that are there; null when that cannot be told.</summary>
    public TimeSpan? Remaining() => gate.Look<TimeSpan?>(() =>
    {
        var left = queue.Concat(running.Keys).Where(attempt => !attempt.Unit.IsListing).Select(attempt => estimates.Of(attempt.Unit, hosts.Working.FirstOrDefault()?.Class ?? "")).ToList();
        return hosts.Working.Count == 0 || left.Contains(null) ? null : left.Aggregate(TimeSpan.Zero, (sum, one) => sum + one!.Value) / hosts.Working.Count;
    });

    private static bool Fits(PoolHost host, TestUnit unit) => unit.Requires.All(requirement => requirement.IsMetBy(host));

    private (bool IsKnown, IReadOnlyList<UnitAttempt> Units) Take(PoolHost host)
    {
        if (!hosts.Has(host.Name) || BeginsNothing)
        {
            return (true, []);
        }

        var batch = Batch(host);
        if (batch.Count == 0)
        {
            // What runs elsewhere may come back to this host.
            return (!queue.Concat(running.Keys).Any(attempt => Fits(host, attempt.Unit)), batch);
        }

        foreach (var attempt in batch)
        {
            running[attempt] = host;
        }

        gate.Wake();
        return (true, batch);
    }

    private IReadOnlyList<UnitAttempt> Batch(PoolHost host)
    {
        var fitting = queue.Where(attempt => MayTake(host, attempt) && !IsForBetter(host, attempt)).Select(attempt => (Attempt: attempt, Duration: estimates.Of(attempt.Unit, host.Class))).ToList();
        var batch = UnitBatch.Choose(host, fitting, policy, portions.Limit(fitting.Sum(one => one.Duration?.TotalSeconds ?? 0), hosts.Names));
        queue.RemoveAll(attempt => batch.Units.Any(one => ReferenceEquals(one, attempt)));
        portions.Given(host.Name, batch.Seconds);
        return batch.Units;
    }

    // A unit that failed here, or was lost with this host, goes to another host as long as there is one that has not had it.
    private bool MayTake(PoolHost host, UnitAttempt attempt)
    {
        bool Had(PoolHost one) => attempt.FailedOn.Contains(one.Name, StringComparer.Ordinal) || attempt.LostOn.Contains(one.Name, StringComparer.Ordinal);
        return Fits(host, attempt.Unit) && (!Had(host) || !hosts.Working.Any(other => Fits(other, attempt.Unit) && !Had(other)));
    }

    // What one host runs for all goes to the best that will be there; the rest is not worth waiting for, except where a better host is free.
    private bool IsForBetter(PoolHost host, UnitAttempt attempt) =>
        hosts.Waiting.Any(other => other.Host.Score > host.Host.Score && MayTake(other, attempt))
        || (attempt.Unit.IsForOne && hosts.Coming.Any(other => other.Score > host.Host.Score && attempt.Unit.Requires.All(requirement => requirement.MayBeMetBy(other))));
}
