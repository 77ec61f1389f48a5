namespace RemoteDeploy.Remoting;

/// <summary>Cancels a step when nothing has moved for a while, or when its deadline has passed, and remembers which.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly TimeProvider time;
    private readonly TimeSpan? stall;
    private readonly long started;
    private readonly TimeSpan? deadline;
    private readonly CancellationTokenSource source;
    private readonly ITimer timer;
    private long lastActivity;

    /// <param name="time">Clock.</param>
    /// <param name="stall">Longest silence; null for any.</param>
    /// <param name="deadline">Longest duration; null for any.</param>
    /// <param name="cancellationToken">Cancels as well, from outside.</param>
    public Watchdog(TimeProvider time, TimeSpan? stall, TimeSpan? deadline, CancellationToken cancellationToken)
    {
        this.time = time;
        this.stall = stall;
        this.deadline = deadline;
        started = lastActivity = time.GetTimestamp();
        source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer = time.CreateTimer(_ => Check(), null, Interval, Interval);
    }

    private static TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    /// <summary>Cancelled when the step must end.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>Why: a few words; null when the watchdog did not fire.</summary>
    public string? Reason { get; private set; }

    /// <summary>Something moved.</summary>
    public void Touch() => Volatile.Write(ref lastActivity, time.GetTimestamp());

    /// <inheritdoc/>
    public void Dispose()
    {
        timer.Dispose();
        source.Dispose();
    }

    private void Check()
    {
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
