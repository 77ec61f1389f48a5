using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>One host in one run: its session, what has happened to it so far, and in the end its report.</summary>
internal sealed class HostRun : IAsyncDisposable
{
    private readonly EventHub events;
    private readonly List<Fault> faults = [];
    private readonly List<string> notes = [];
    private readonly List<PhaseTiming> timings = [];
    private readonly List<SuiteReport> suites = [];
    private readonly List<string> leftBehind = [];
    private HostReport sections;
    private long phaseStarted;
    private long lastTransfer;
    private bool finished;

    public HostRun(Host host, HostSession session, EventHub events, TimeProvider time, CancellationTokenSource deadline)
    {
        Deadline = deadline;
        sections = new HostReport { Host = host };
        Host = host;
        Session = session;
        Jobs = new OwnedJobs(this);
        this.events = events;
        Time = time;
        phaseStarted = time.GetTimestamp();
    }

    public Host Host { get; }

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>Cancelled when the run is, and when the host has used up its time.</summary>
    public CancellationTokenSource Deadline { get; }

    public HostSession Session { get; }

    /// <summary>The jobs that the run has here.</summary>
    public OwnedJobs Jobs { get; }

    public HostFacts? Facts { get; set; }

    public HostLease? Lease { get; set; }

    public HostOutcome? Outcome { get; set; }

    /// <summary>The right to be worked on, while the host has it.</summary>
    public Turn? Turn { get; set; }

    /// <summary>True when everything that the run had to do here was done, well or not.</summary>
    public bool IsDone { get; set; }

    public Phase Phase { get; private set; } = Phase.Waiting;

    public bool Failed => faults.Count > 0 || suites.Any(suite => suite.Faults.Count > 0);

    /// <summary>True when one of the host's faults has this code.</summary>
    public bool IsBlamedWith(FaultCode code) => faults.Exists(fault => fault.Code == code);

    /// <summary>True when the host does not answer any more, or never did.</summary>
    public bool IsLost => HostFaults.AreOfLostHost(faults);

    /// <summary>Fills in sections of the report. The payload's and the host's own figures come from different threads.</summary>
    public void Describe(Func<HostReport, HostReport> change)
    {
        lock (faults)
        {
            sections = change(sections);
        }
    }

    /// <summary>The host enters a stage.</summary>
    public void Enter(Phase phase, string? detail = null)
    {
        CloseTiming();
        Phase = phase;
        events.Raise(new PhaseStarted(events.Now, Host.Name, phase, detail));
    }

    /// <summary>Notes faults; each gets the host's name and stage.</summary>
    public void Fail(IEnumerable<Fault> found)
    {
        foreach (var fault in found)
        {
            var named = fault with { Host = Host.Name, Phase = fault.Phase ?? Phase };
            faults.Add(named);
            events.Raise(new Faulted(events.Now, named));
        }
    }

    /// <summary>Notes one fault.</summary>
    public void Fail(Fault fault) => Fail([fault]);

    /// <summary>Tells something that is no failure.</summary>
    public void Note(string text)
    {
        notes.Add(text);
        events.Raise(new Noted(events.Now, Host.Name, text));
    }

    /// <summary>Tells how far a transfer is, at most ten times a second.</summary>
    public void Transfer(long done, long total)
    {
        if (done == total || Time.GetElapsedTime(lastTransfer) > TimeSpan.FromMilliseconds(100))
        {
            lastTransfer = Time.GetTimestamp();
            events.Raise(new Transferred(events.Now, Host.Name, done, total));
        }
    }

    /// <summary>Something of the run stays on the host after it.</summary>
    public void LeavesBehind(string what)
    {
        lock (faults)
        {
            if (!leftBehind.Contains(what))
            {
                leftBehind.Add(what);
            }
        }
    }

    /// <summary>The lock and what is staged may stay for a while, because the host could not be told.</summary>
    public void LeavesLock(string folder) => LeavesBehind($"the lock of {folder} and what was staged there, until the host removes them: a minute after it heard from here last");

    /// <summary>A line of a command's output.</summary>
    public void Print(bool isError, string line) => events.Raise(new OutputWritten(events.Now, Host.Name, isError, line));

    /// <summary>A suite ended.</summary>
    public void Add(SuiteReport suite)
    {
        suites.Add(suite);
        events.Raise(new SuiteFinished(events.Now, Host.Name, suite));
        foreach (var fault in suite.Faults)
        {
            events.Raise(new Faulted(events.Now, fault));
        }
    }

    /// <summary>Closes the host's part, once, and makes its report.</summary>
    public HostReport Finish(bool cancelled)
    {
        CloseTiming();
        if (cancelled && !IsDone && !finished && Outcome is HostOutcome.Activated or HostOutcome.RolledBack)
        {
            Note("the release had been made active before the run was cancelled");
        }
        else if (cancelled && !IsDone && !finished && Outcome is HostOutcome.Ok && Phase == Phase.Activate)
        {
            Note("the files had come to their places before the run was cancelled");
        }

        // A login shell that hangs was reached, whatever it has not said.
        if (IsLost && (Session.WasReached || IsBlamedWith(FaultCatalog.HostStalled)) && leftBehind.Count == 0)
        {
            LeavesBehind("processes and temporary files of this run's sessions, until the host notices that the connection is gone");
        }

        var report = sections with
        {
            Outcome = FinalOutcome(cancelled),
            Phase = Failed || cancelled ? Phase : Phase.Done,
            Faults = faults,
            Notes = notes,
            Facts = Facts,
            Timings = timings,
            Tries = Session.Tries,
            LeftBehind = [.. leftBehind],
            Suites = suites,
        };
        if (!finished)
        {
            finished = true;
            events.Raise(new HostFinished(events.Now, report));
        }

        return report;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync(hasty: true);
        await Session.DisposeAsync();
        Deadline.Dispose();
    }

    /// <summary>Gives the lock back, once. A host that is lost is not waited for: it cleans up by itself.</summary>
    public async ValueTask ReleaseAsync(bool hasty)
    {
        if (Lease is { } lease)
        {
            Lease = null;
            var farewell = await lease.EndAsync(hasty || IsLost);
            foreach (var left in farewell.Left)
            {
                LeavesBehind(left);
            }

            if (!farewell.IsKnown)
            {
                LeavesLock(lease.Folder);
            }
        }
    }

    private HostOutcome FinalOutcome(bool cancelled)
    {
        if (faults.Count > 0)
        {
            return HostFaults.OutcomeOf(faults);
        }

        if (suites.SelectMany(suite => suite.Faults).ToList() is { Count: > 0 } failed)
        {
            return HostFaults.OutcomeOf(failed);
        }

        return cancelled && !IsDone ? HostOutcome.Cancelled : Outcome ?? HostOutcome.NotRun;
    }

    private void CloseTiming()
    {
        if (!finished && Phase is not (Phase.Waiting or Phase.Done))
        {
            timings.Add(new PhaseTiming(Phase, Time.GetElapsedTime(phaseStarted)));
        }

        phaseStarted = Time.GetTimestamp();
    }
}
