using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>A run in a log: a line for every change of a host, and a sign of life when nothing changes.</summary>
internal sealed class PlainLines : RunScreen
{
    /// <summary>The longest silence.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    private const int NamedHosts = 3;

    private readonly Lock gate = new();
    private readonly FleetProgress progress = new();
    private readonly TextWriter log;
    private readonly TextWriter output;
    private readonly TextWriter error;
    private readonly TimeProvider time;
    private readonly ITimer heartbeat;
    private int shownTenth;
    private long shown;

    /// <param name="log">For what the run does.</param>
    /// <param name="output">For what commands print to standard output.</param>
    /// <param name="error">For what commands print to standard error.</param>
    /// <param name="time">Clock.</param>
    public PlainLines(TextWriter log, TextWriter output, TextWriter error, TimeProvider time)
    {
        this.log = log;
        this.output = output;
        this.error = error;
        this.time = time;
        shown = time.GetTimestamp();
        heartbeat = time.CreateTimer(_ => Beat(), null, Silence, Silence);
    }

    /// <inheritdoc/>
    public override void OnEvent(RunEvent runEvent)
    {
        lock (gate)
        {
            progress.Add(runEvent);
            if (runEvent is OutputWritten written)
            {
                Write(written.IsError ? error : output, EventLine.Of(written));
            }
            else if (runEvent is PoolProgressed pool)
            {
                Show(pool);
            }
            else if (!IsOneOfMany(runEvent) && EventLine.Of(runEvent) is { } line)
            {
                Write(log, line);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => heartbeat.Dispose();

    // What hosts of a pool run changes all the time; the pool's own line says how far it is.
    private bool IsOneOfMany(RunEvent runEvent) => runEvent is PhaseStarted { Host: { } host } && progress.Find(host) is { InPool: true };

    // Each tenth, and whenever a silence has passed.
    private void Show(PoolProgressed pool)
    {
        var tenth = Amount.Percent(pool.Done, pool.Total) / 10;
        if (tenth > shownTenth || time.GetElapsedTime(shown) >= Silence)
        {
            (shownTenth, shown) = (tenth, time.GetTimestamp());
            Write(log, PoolWords.Progress(pool, pool.Time));
        }
    }

    private void Write(TextWriter writer, string line)
    {
        writer.WriteLine(line);
        heartbeat.Change(Silence, Silence);
    }

    private void Beat()
    {
        lock (gate)
        {
            if (progress.Verb.Length > 0)
            {
                log.WriteLine(Heartbeat(progress, time.GetUtcNow()));
            }
        }
    }

    /// <summary>Such as <c>… 12 s: lab03 copy 45% (47 of 105 MB), 3 hosts done</c>.</summary>
    internal static string Heartbeat(FleetProgress progress, DateTimeOffset now)
    {
        var active = progress.Hosts.Where(host => host.Active).ToList();
        var waiting = progress.Hosts.Count(host => host is { Active: false, Report: null });
        var done = progress.Hosts.Count(host => host.Report is not null);
        string[] parts =
        [
            progress.Pool is { } pool ? PoolWords.Progress(pool, now) : "",
            .. active.Take(NamedHosts).Select(Activity),
            active.Count > NamedHosts ? $"{active.Count - NamedHosts} more at work" : "",
            done > 0 ? $"{Amount.Of(done, "host")} done" : "",
            waiting > 0 ? $"{waiting} waiting" : "",
        ];
        return $"… {Amount.Time(now - progress.Began)}: {string.Join(", ", parts.Where(part => part.Length > 0))}";
    }

    private static string Activity(HostProgress host)
    {
        var moved = host.BytesTotal > 0 ? $" {Amount.Percent(host.BytesDone, host.BytesTotal)}% ({Amount.Part(host.BytesDone, host.BytesTotal)})" : "";
        return $"{host.Name} {OutcomeWords.Of(host.Phase)}{(host.Detail is null ? "" : " " + host.Detail)}{moved}";
    }
}
