using System.Collections.Concurrent;
using System.Globalization;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>All suites of a run that hosts share: one queue, which a worker on each host pulls from.</summary>
internal sealed class PoolRun
{
    // Under this name the history has what starting a suite's program and finding its tests took.
    private const string Beginning = "(beginning)";
    private static readonly TimeSpan ProgressPause = TimeSpan.FromMilliseconds(500);
    private readonly FleetRun run;
    private readonly TestSettings settings;
    private readonly Dictionary<string, PooledSuite> suites;
    private readonly DurationHistory history;
    private readonly IReadOnlySet<string> spares;
    private readonly ConcurrentDictionary<string, string> classes = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> lostHosts = [];
    private readonly ConcurrentQueue<string> retiredHosts = [];
    private readonly ConcurrentQueue<string> sparesUsed = [];
    private readonly Lock gate = new();
    private int known;
    private int done;
    private int failed;
    private int batches;
    private int reruns;
    private long progressed;

    /// <param name="run">The run.</param>
    /// <param name="suites">The suites, each with its hosts.</param>
    /// <param name="spares">Hosts that are held back.</param>
    /// <param name="settings">How suites are run.</param>
    /// <param name="with">The choices, and what counts failures.</param>
    public PoolRun(FleetRun run, IReadOnlyList<PooledSuite> suites, IReadOnlySet<string> spares, TestSettings settings, (PoolPolicy Policy, FailureLimit Limit) with)
    {
        this.run = run;
        this.settings = settings;
        this.spares = spares;
        this.suites = suites.ToDictionary(suite => suite.Suite.Name, StringComparer.Ordinal);
        var loaded = DurationHistory.Load(HistoryFile);
        history = loaded.Succeeded ? loaded.Value : new DurationHistory();
        foreach (var fault in loaded.Faults)
        {
            run.Events.Raise(new Noted(run.Events.Now, null, $"{fault.Code} {fault.Message} ({SafeText.Line(fault.Path)}); this run is scheduled without them"));
        }

        var first = suites.SelectMany(suite => suite.FirstUnits(settings.Tests.SelectionOf(suite.Suite))).ToList();
        known = first.Count(unit => !unit.IsListing);
        Dispatcher = new Dispatcher(first, new UnitEstimates(history), CostOfBeginning(), with.Policy, run.Identity.Time, with.Limit);
        Dispatcher.Expect(run.Hosts.Where(host => Wants(host) && !spares.Contains(host.Host.Name)).Select(host => host.Host));
    }

    // What it cost in earlier runs decides how many portions are worth it, from the first one on.
    private PoolSettings CostOfBeginning()
    {
        var costs = suites.Keys.Select(suite => history.Find(suite, Beginning, "")).OfType<TimeSpan>().ToList();
        return costs.Count == 0 ? new PoolSettings() : new PoolSettings { StartCost = costs.Max() };
    }

    /// <summary>The run.</summary>
    public FleetRun Run => run;

    /// <summary>The queue.</summary>
    public Dispatcher Dispatcher { get; }

    /// <summary>What was run.</summary>
    public PoolLedger Ledger { get; } = new();

    private string HistoryFile => settings.Tests.HistoryFile ?? Path.Combine(run.Options.WorkFolder, EngineOptions.OwnFolder, "history.json");

    /// <summary>A suite.</summary>
    public PooledSuite SuiteOf(string name) => suites[name];

    /// <summary>True for one of the suites that hosts share.</summary>
    public bool Has(string suite) => suites.ContainsKey(suite);

    /// <summary>True when a host is for any of the suites.</summary>
    public bool Wants(HostRun host) => suites.Values.Any(suite => suite.Hosts.Contains(host.Host.Name));

    /// <summary>A host is ready. A spare one waits until it is wanted.</summary>
    /// <returns>The host as the queue knows it; null when it is not wanted.</returns>
    public async Task<PoolHost?> JoinAsync(HostRun host, CancellationToken cancellationToken)
    {
        var joined = new PoolHost(host.Host, host.Facts!);
        classes[host.Host.Name] = joined.Class;
        if (spares.Contains(host.Host.Name))
        {
            host.Enter(Phase.Waiting, "spare");
            if (!await Dispatcher.CalledAsync(cancellationToken))
            {
                host.Note("held back as a spare, and not needed");
                return null;
            }

            sparesUsed.Enqueue(host.Host.Name);
            host.Note("called in as a spare");
        }

        Dispatcher.Join(joined);
        return joined;
    }

    /// <summary>Nothing more comes from a host, whatever became of it. Spare ones are not held back for it any longer.</summary>
    public void Through(HostRun host)
    {
        if (Wants(host) && !spares.Contains(host.Host.Name))
        {
            Dispatcher.Through(host.Host.Name);
        }
    }

    /// <summary>The host is given up.</summary>
    public void Lost(HostRun host, PoolHost joined, bool isLoss)
    {
        var had = Dispatcher.Leave(joined, isLoss);
        if (isLoss)
        {
            lostHosts.Enqueue(host.Host.Name);
        }

        run.Folder!.Write(new JobRecord { Kind = JobRecordKind.Lost, Time = run.Events.Now, Host = host.Host.Name, Attempt = isLoss ? 1 : 0 });
        if (had.Count > 0)
        {
            host.Note($"left the pool with {Amount.Of(had.Count, "unit")} in hand ({SafeText.Line(string.Join(", ", had.Take(3).Select(attempt => attempt.Unit.Name)), 200)}{(had.Count > 3 ? ", ..." : "")}): other hosts run them");
        }
    }

    /// <summary>Units of a suite were found.</summary>
    public void Found(UnitAttempt listing, FoundUnits found)
    {
        var suite = suites[listing.Unit.Suite];
        suite.IsPlatform = found.IsPlatform;
        run.Folder!.Write(listing.Unit.Suite, found);
        lock (gate)
        {
            known += found.Units.Count;
        }

        Dispatcher.Add(found.Units.Select(suite.ForHosts));
        Dispatcher.Finish(listing, UnitOutcome.Passed, TimeSpan.Zero);
    }

    /// <summary>A suite could not be asked for its units.</summary>
    public void NotFound(UnitAttempt listing, string host, IReadOnlyList<Fault> faults)
    {
        if (!Dispatcher.Finish(listing, UnitOutcome.Failed, TimeSpan.Zero))
        {
            Ledger.Fail(listing.Unit.Suite, host, faults);
        }
    }

    /// <summary>A job with units has ended, and its results are here.</summary>
    public void Ended(HostRun host, BatchResult result)
    {
        Interlocked.Increment(ref batches);
        if (result.Judged.Tests.Count > 0 && result.Part.Suite.TestAssembly is not null)
        {
            var cost = result.Judged.Duration - result.Judged.Tests.Aggregate(TimeSpan.Zero, (sum, test) => sum + test.Duration);
            Dispatcher.Began(cost);
            if (classes.TryGetValue(host.Host.Name, out var hostClass))
            {
                history.Record(result.Part.Suite.Name, Beginning, hostClass, cost);
            }
        }

        var reports = new List<UnitReport>();
        foreach (var (attempt, report) in UnitVerdict.Of(result.Units, result.Judged, (result.Part.Name, result.Stamp.Host)))
        {
            if (report is null)
            {
                Dispatcher.Return(attempt);
                continue;
            }

            var again = Dispatcher.Finish(attempt, report.Passed ? UnitOutcome.Passed : UnitOutcome.Failed, report.Duration, Math.Max(1, report.Faults.Count));
            Count(report, again);
            reports.Add(report with { IsFinal = !again });
            if (again)
            {
                host.Note($"{SafeText.Line(attempt.Unit.Name, 200)} failed and is run again");
            }

            if (!attempt.Unit.IsListing && attempt.Unit.IsDestructive)
            {
                retiredHosts.Enqueue(host.Host.Name);
                host.Note($"retired: {SafeText.Line(attempt.Unit.Name, 200)} is destructive");
            }
        }

        if (result.Units.Count > reports.Count)
        {
            var why = result.Judged.Faults.FirstOrDefault(fault => fault.Code != FaultCatalog.TestFailed);
            host.Note($"{SafeText.Line(result.Part.Name)} broke off{(why is null ? "" : $" ({why.Code} {why.Message})")}: {Amount.Of(result.Units.Count - reports.Count, "unit")} of it run again one by one");
        }

        if (result.Judged.Job?.Cause == JobCause.Stopped)
        {
            Dispatcher.GiveUp();
        }

        Ledger.Add(result.Part.Suite.Name, result.Stamp, reports, result.Judged.Files);
        reports.ForEach(report => run.Events.Raise(new UnitFinished(run.Events.Now, host.Host.Name, result.Part.Suite.Name, report, result.Stamp)));
        Progress();
    }

    /// <summary>Closes the pool: results go to the hosts that decided them, what nobody could run is a fault, durations are kept.</summary>
    public PoolReport Finish()
    {
        foreach (var suite in suites.Values)
        {
            var reports = Ledger.Reports(suite.Suite, settings.Tests.FailOnFlaky);
            foreach (var host in run.Hosts.Where(host => reports.ContainsKey(host.Host.Name)))
            {
                host.Add(reports[host.Host.Name] with { Replay = ReplayCommand.Of(run.Request, host.Host, suite.Suite) });
            }

            if (!run.Cancelled && suite.FaultOfAll([.. reports.Values.SelectMany(report => report.Tests)]) is { } fault && reports.Values.All(report => report.Faults.Count == 0) && Dispatcher.Waiting.Count == 0)
            {
                run.Fail([fault]);
            }
        }

        var left = run.Cancelled ? [] : Dispatcher.Waiting;
        if (!Dispatcher.HasGivenUp)
        {
            run.Fail(left.GroupBy(unit => unit.Suite, StringComparer.Ordinal).Select(group => suites[group.Key].NobodyRan([.. group])));
        }
        else if (left.Count > 0)
        {
            run.Events.Raise(new Noted(run.Events.Now, null, $"{Amount.Of(left.Count, "unit")} not begun, because the run was stopped or so many tests had failed"));
        }

        run.Fail(Dispatcher.Lost.Select(PooledSuite.TookHosts));
        Remember();
        return new PoolReport(Ledger.Summary())
        {
            Suites = [.. suites.Keys],
            Units = known,
            Batches = batches,
            Reruns = reruns,
            NotRun = [.. left.Concat(Dispatcher.Lost).Select(unit => unit.ToString())],
            LostHosts = [.. lostHosts.Distinct(StringComparer.Ordinal)],
            RetiredHosts = [.. retiredHosts.Distinct(StringComparer.Ordinal)],
            SparesUsed = [.. sparesUsed.Distinct(StringComparer.Ordinal)],
        };
    }

    private void Count(UnitReport report, bool again)
    {
        lock (gate)
        {
            done += again ? 0 : 1;
            failed += again || report.Passed ? 0 : 1;
            reruns += again ? 1 : 0;
        }
    }

    private void Progress()
    {
        lock (gate)
        {
            if (done == known || run.Identity.Time.GetElapsedTime(progressed) >= ProgressPause)
            {
                progressed = run.Identity.Time.GetTimestamp();
                run.Events.Raise(new PoolProgressed(run.Events.Now, done, known, failed, Dispatcher.Remaining()));
            }
        }
    }

    // Failed units took their time as well, unless they were ended by force.
    private void Remember()
    {
        foreach (var (suite, host, unit) in Ledger.Ran().Where(ran => ran.Unit.End is null or { Cause: JobCause.Exited } && classes.ContainsKey(ran.Host)))
        {
            history.Record(suite, unit.Unit!, classes[host], unit.Duration);
        }

        try
        {
            history.Save(HistoryFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            run.Events.Raise(new Noted(run.Events.Now, null, string.Create(CultureInfo.InvariantCulture, $"durations are not kept for the next run: {SafeText.Line(exception.Message, 200)}")));
        }
    }
}
