using System.Globalization;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>Shows a run while it runs: a live line on terminals, and elsewhere a heartbeat, so that no log is silent for long.</summary>
internal sealed class BuildProgress : IRunObserver, IDisposable
{
    private static readonly TimeSpan HeartbeatPeriod = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TransferPeriod = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<string, string> working = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly BuildLines lines;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private readonly long started;
    private long lastTransfer;
    private int hosts;
    private int done;
    private bool closed;
    private PoolProgressed? pool;

    internal BuildProgress(BuildLines lines, TimeProvider time)
    {
        this.lines = lines;
        this.time = time;
        started = time.GetTimestamp();
        heartbeat = time.CreateTimer(_ => Beat(), null, HeartbeatPeriod, HeartbeatPeriod);
    }

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent)
    {
        lock (gate)
        {
            if (!closed)
            {
                Show(runEvent);
            }
        }
    }

    /// <summary>The last word: how it went, and where everything is.</summary>
    internal void Complete(RunReport report)
    {
        lock (gate)
        {
            closed = true;
            foreach (var line in Summary.Of(report))
            {
                lines.Line(line);
            }

            foreach (var line in Summary.OfPool(report))
            {
                lines.Detail(line);
            }
        }
    }

    /// <summary>Ends the heartbeat; nothing is logged after the task has returned.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
        }

        heartbeat.Dispose();
    }

    private void Beat()
    {
        lock (gate)
        {
            if (!closed && !lines.Live)
            {
                var elapsed = time.GetElapsedTime(started).TotalSeconds;
                lines.Line(string.Create(CultureInfo.InvariantCulture, $"RemoteDeploy: {elapsed:F0} s, {done} of {hosts} hosts done{Units()}{Working()}"));
            }
        }
    }

    private void Show(RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted run:
                hosts = run.Hosts.Count;
                break;
            case PayloadReady payload:
                lines.Detail(string.Create(CultureInfo.InvariantCulture, $"{payload.Files} files, {Summary.Size(payload.Bytes)}, manifest {payload.Manifest}"));
                break;
            case PhaseStarted { Host: { } host } phase:
                Set(host, phase.Detail is null ? Name(phase.Phase) : $"{Name(phase.Phase)} {SafeText.Line(phase.Detail, 60)}");
                break;
            case Transferred { Host: { } host, BytesTotal: > 0 } moved when time.GetElapsedTime(lastTransfer) >= TransferPeriod:
                lastTransfer = time.GetTimestamp();
                Set(host, string.Create(CultureInfo.InvariantCulture, $"{Name(Phase.Copy)} {100 * moved.BytesDone / moved.BytesTotal}%"));
                break;
            case Noted note:
                lines.Detail(note.Host is null ? note.Text : $"{note.Host}: {note.Text}");
                break;
            case PoolProgressed progressed:
                pool = progressed;
                lines.Status("running", PoolWords.Progress(progressed, progressed.Time));
                break;
            case UnitFinished { Unit: { Passed: false } or { Number: > 1 } } unit:
                lines.Line($"  {unit.Host}: {SafeText.Line(unit.Unit.Unit ?? unit.Suite, 300)} {PoolWords.Of(unit.Unit)}");
                break;
            case SuiteFinished { Host: { } host } suite:
                lines.Line(Summary.Of(host, suite.Suite));
                lines.Count(suite.Suite.Passed, suite.Suite.Failed, suite.Suite.Skipped);
                break;
            case HostFinished { Host: { } host }:
                done++;
                working.Remove(host);
                lines.Status("finished", $"{host} {done}/{hosts} hosts");
                break;
        }
    }

    private void Set(string host, string state)
    {
        working[host] = state;
        lines.Status(state, string.Create(CultureInfo.InvariantCulture, $"{host} {done}/{hosts} hosts"));
    }

    private string Units() => pool is null ? "" : ", " + PoolWords.Progress(pool, time.GetUtcNow());

    private string Working() => working.Count switch
    {
        0 => "",
        <= 4 => "; " + string.Join(", ", working.Select(entry => $"{entry.Key}: {entry.Value}")),
        _ => "; " + string.Join(", ", working.Values.GroupBy(state => state.Split(' ')[0]).Select(group => $"{group.Count()} {group.Key}")),
    };

    private static string Name(Phase phase) => phase switch
    {
        Phase.Waiting => "waiting",
        Phase.Connect => "connecting",
        Phase.Probe => "probing",
        Phase.Lock => "locking",
        Phase.Copy => "copying",
        Phase.Verify => "verifying",
        Phase.Activate => "activating",
        Phase.Run => "running",
        Phase.Collect => "collecting",
        _ => "finishing",
    };
}
