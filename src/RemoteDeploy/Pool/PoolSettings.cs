namespace RemoteDeploy.Pool;

/// <summary>How a pool works.</summary>
public sealed record PoolSettings
{
    /// <summary>How often a failed unit is run again; 0 unless told.</summary>
    public int Retries { get; init; }

    /// <summary>Units that may fail for good before no more are begun; null for any number.</summary>
    public int? MaxFailures { get; init; }

    /// <summary>What it costs to begin: starting the program and finding its tests; 0.3 s unless told. What is measured in a run counts more.</summary>
    public TimeSpan StartCost { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Units are put together until starting takes at most this part of the time; 0.1 unless told.</summary>
    public double StartShare { get; init; } = 0.1;

    /// <summary>How often a unit may take its host with it before it is a failure; 2 unless told.</summary>
    public int MostLosses { get; init; } = 2;
}
