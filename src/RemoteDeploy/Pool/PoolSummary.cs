namespace RemoteDeploy.Pool;

/// <summary>How well a pool used its hosts.</summary>
/// <param name="Makespan">From the first unit's begin to the last one's end.</param>
/// <param name="Work">Durations of all attempts together.</param>
/// <param name="Longest">Duration of the longest attempt.</param>
/// <param name="Hosts">Hosts that took part.</param>
public sealed record PoolSummary(TimeSpan Makespan, TimeSpan Work, TimeSpan Longest, int Hosts)
{
    /// <summary>No schedule can be shorter: the work spread evenly, or the longest unit alone.</summary>
    public TimeSpan Ideal => Hosts == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(Work.Ticks / Hosts, Longest.Ticks));

    /// <summary>Makespan to ideal; 1 is perfect, and what is said when nothing was run.</summary>
    public double Ratio => Ideal > TimeSpan.Zero ? Makespan / Ideal : 1;
}
