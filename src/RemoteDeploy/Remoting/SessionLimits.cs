namespace RemoteDeploy.Remoting;

/// <summary>How long a session waits for things.</summary>
/// <param name="Connect">For connecting and authenticating.</param>
/// <param name="Stall">Longest silence while something should move.</param>
/// <param name="Time">Clock.</param>
internal sealed record SessionLimits(TimeSpan Connect, TimeSpan Stall, TimeProvider Time)
{
    /// <summary>Fewest bytes per second of a transfer, on the average of <see cref="Stall"/>; 0 for any.</summary>
    public double LeastRate { get; init; }

    /// <summary>
    /// From the start of a session to the beginning of its answer. ssh keeps the connect timeout itself; what is on top is for the
    /// login shell's start-up files, and for a kept connection to turn out dead. By default both together are less than the stall timeout.
    /// </summary>
    public TimeSpan Begin => Connect + (Stall * 0.4);

    /// <summary>The same for an attempt after one that took long to fail: both together are less than the stall timeout by default.</summary>
    public TimeSpan BeginAgain => Begin / 6;
}
