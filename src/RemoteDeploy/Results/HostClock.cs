namespace RemoteDeploy.Results;

/// <summary>What is known about times that a host writes.</summary>
/// <param name="Started">When the suite was started, by the clock of this machine.</param>
/// <param name="Skew">Clock of the host minus clock of this machine.</param>
/// <param name="Tolerance">How wrong the skew may be: it is measured to a second, and clocks are set while suites run.</param>
internal sealed record HostClock(DateTimeOffset Started, TimeSpan Skew, TimeSpan Tolerance)
{
    /// <summary>Tolerance where nobody has a reason for another one: two minutes.</summary>
    public static TimeSpan UsualTolerance { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Before this time by its own clock the host cannot have written results of the suite.</summary>
    public DateTimeOffset Earliest
    {
        get
        {
            // A host may claim any time: the sum stays among those that exist.
            var ticks = (Int128)Started.UtcTicks + Skew.Ticks - Tolerance.Ticks;
            return new DateTimeOffset((long)Int128.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero);
        }
    }
}
