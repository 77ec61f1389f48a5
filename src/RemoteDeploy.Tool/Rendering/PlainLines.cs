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
            else if (EventLine.Of(runEvent) is { } line)
            {
                Write(log, line);
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => heartbeat.Dispose();

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
