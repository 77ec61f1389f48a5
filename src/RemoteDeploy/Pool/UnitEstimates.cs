namespace RemoteDeploy.Pool;

/// <summary>How long units take: measured in earlier runs, else declared, else about as long as others of this run did.</summary>
/// <param name="history">Durations of earlier runs.</param>
internal sealed class UnitEstimates(DurationHistory history)
{
    // From so many on, what this run has seen tells something about what is still to come.
    private const int Telling = 3;
    private readonly Lock gate = new();
    private double seconds;
    private int weight;
    private int seen;

    /// <summary>A unit was run in this run.</summary>
    public void Saw(TestUnit unit, TimeSpan duration)
    {
        lock (gate)
        {
            seconds += duration.TotalSeconds;
            weight += Weight(unit);
            seen++;
        }
    }

    /// <summary>What a unit takes on hosts of a class; null when nothing at all tells.</summary>
    public TimeSpan? Of(TestUnit unit, string hostClass)
    {
        if ((history.Find(unit.Suite, unit.Name, hostClass) ?? unit.Declared) is { } known)
        {
            return known;
        }

        lock (gate)
        {
            return seen < Telling ? null : TimeSpan.FromSeconds(seconds / weight * Weight(unit));
        }
    }

    // A class of ten tests takes about ten times as long as one of one.
    private static int Weight(TestUnit unit) => Math.Max(1, unit.Tests);
}
