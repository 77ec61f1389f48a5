namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>All that is drawn for a round.</summary>
/// <param name="Number">Of the round.</param>
/// <param name="Work">What the tool is at.</param>
/// <param name="Strike">What is killed.</param>
internal sealed record RoundPlan(int Number, Work Work, Strike Strike)
{
    /// <summary>The instant, as a part of the time that the work takes undisturbed.</summary>
    public double Fraction { get; private init; }

    /// <summary>Number of the host that is struck, from 0.</summary>
    public int Host { get; private init; }

    /// <summary>True when connections of an earlier run are there.</summary>
    public bool Warm { get; private init; }

    /// <summary>True when hosts are given time to clean up by themselves; else the next run comes at once.</summary>
    public bool Patient { get; private init; }

    /// <summary>Seconds until the cable is whole again.</summary>
    public double Pause { get; private init; }

    /// <summary>Draws a round: the same for the same seed, whatever else is run.</summary>
    public static RoundPlan Draw(int seed, int number, IReadOnlyList<(Work Work, Strike Strike)> choice)
    {
        // Not a secret: what matters is that it can be drawn again.
#pragma warning disable CA5394
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var (work, strike) = choice[random.Next(choice.Count)];
        return new RoundPlan(number, work, strike)
        {
            Fraction = random.NextDouble(),
            Host = random.Next(100),
            Warm = random.Next(2) == 0,
            Patient = random.Next(2) == 0,
            Pause = random.Next(3) == 0 ? 25 : 1 + (random.NextDouble() * 8),
        };
#pragma warning restore CA5394
    }
}
