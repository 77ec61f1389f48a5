using System.Globalization;

namespace RemoteDeploy.Remoting;

/// <summary>Cancels a step when nothing or too little has moved for a while, or when its deadline has passed, and remembers which.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeProvider time;
    private readonly TimeSpan? stall;
    private readonly long started;
    private readonly TimeSpan? deadline;
    private readonly CancellationTokenSource source;
    private readonly ITimer timer;
    private long lastActivity;
    private long lastCheck;
    private long moved;
    private TimeSpan waited;

    /// <param name="time">Clock.</param>
    /// <param name="stall">Longest silence; null for any.</param>
    /// <param name="deadline">Longest duration; null for any.</param>
    /// <param name="cancellationToken">Cancels as well, from outside.</param>
    public Watchdog(TimeProvider time, TimeSpan? stall, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        this.time = time;
        this.stall = stall;
        this.deadline = deadline;
        started = lastActivity = lastCheck = time.GetTimestamp();
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = time.CreateTimer(_ => Check(), null, Interval, Interval);
    }

    private static TimeSpan Asleep => TimeSpan.FromSeconds(5);

    private static TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <summary>Cancelled when the step must end.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Why: a few words; null when the watchdog did not fire.</summary>
    public string? Reason { get; private set; }

    /// <summary>Fewest bytes per second that a transfer may move, on the average of the longest silence; 0 for any.</summary>
    public double LeastRate { get; init; }

    /// <summary>The clock, for <see cref="Moved"/>.</summary>
    public long Now => time.GetTimestamp();

    /// <summary>Something moved.</summary>
    public void Touch() => Volatile.Write(ref lastActivity, time.GetTimestamp());

    /// <summary>Bytes of a transfer moved, one direction at a time. Only the time that this side waited for the host counts: a slow disk here is no fault of the host.</summary>
    /// <param name="bytes">How many.</param>
    /// <param name="since">When the wait for them began.</param>
    public void Moved(long bytes, long since)
    {
        Touch();
        moved += bytes;
        waited += time.GetElapsedTime(since);
        if (waited < stall || stall is null)
        {
            return;
        }

        if (moved < LeastRate * waited.TotalSeconds)
        {
            Fire(string.Create(CultureInfo.InvariantCulture, $"only {moved} bytes moved in {waited.TotalSeconds:0.#} s, and minRate asks for {LeastRate:0.#} a second"));
        }

        (moved, waited) = (0, TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        source.Dispose();
    }

    private void Check()
    {
        // This process was stopped, or its machine slept: what came meanwhile waits to be read.
        var since = Interlocked.Exchange(ref lastCheck, time.GetTimestamp());
        if (time.GetElapsedTime(since) > Asleep)
        {
            Touch();
            return;
        }

        if (stall is { } silence && time.GetElapsedTime(Volatile.Read(ref lastActivity)) > silence)
        {
            Fire($"nothing moved for {silence.TotalSeconds:0.#} s");
        }
        else if (deadline is { } limit && time.GetElapsedTime(started) > limit)
        {
            Fire($"the deadline of {limit.TotalSeconds:0.#} s passed");
        }
    }

    private void Fire(string reason)
    {
        try
        {
            Reason ??= reason;
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The step ended in the same moment.
        }
    }
}
