using RemoteDeploy.Jobs;

namespace RemoteDeploy.Results;

/// <summary>What is known about times that a host writes.</summary>
/// <param name="Started">When the suite was started, by the clock of this machine.</param>
/// <param name="Skew">Clock of the host minus clock of this machine.</param>
/// <param name="Tolerance">How wrong the skew may be: it is measured to a second, and clocks are set while suites run.</param>
internal sealed record HostClock(DateTimeOffset Started, TimeSpan Skew, TimeSpan Tolerance)
{
    /// <summary>Tolerance where nobody has a reason for another one: two minutes.</summary>
    public static TimeSpan UsualTolerance { get; } = TimeSpan.FromMinutes(2);

    /// <summary>The clock by which a job was started, as its supervisor noted it.</summary>
    /// <param name="end">How the job ended.</param>
    /// <param name="skew">Clock of the host minus clock of this machine, as probed.</param>
    /// <returns>Null when the start is not known, and when the clock was seen to go backwards meanwhile: then no time says anything.</returns>
    public static HostClock? Of(JobEnd? end, TimeSpan skew)
    {
        if (end?.Began is not { } began || end.Ended < began)
        {
            return null;
        }

        var ticks = (Int128)began.UtcTicks - skew.Ticks;
        return new HostClock(new DateTimeOffset((long)Int128.Clamp(ticks, 0, DateTime.MaxValue.Ticks), TimeSpan.Zero), skew, UsualTolerance);
    }

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
