namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>What one contestant needed.</summary>
internal sealed class Row(string name)
{
    private readonly List<double> seconds = [];
    private readonly List<double> busy = [];

    public string Name => name;

    /// <summary>Printed in place of, or behind, the figures.</summary>
    public string? Note { get; set; }

    /// <summary>The median of all rounds; null when there is none.</summary>
    public double? Seconds => Median(seconds);

    /// <summary>Seconds that all processors together worked meanwhile; null when it was not run.</summary>
    public double? Busy => Median(busy);

    public void Add(double elapsed, double? processors = null)
    {
        seconds.Add(elapsed);
        if (processors is { } value)
        {
            busy.Add(value);
        }
    }

    private static double? Median(List<double> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
