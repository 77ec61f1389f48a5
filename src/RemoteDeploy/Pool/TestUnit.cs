namespace RemoteDeploy.Pool;

/// <summary>A piece of a suite that is dispatched to one host: the whole suite, a class, a test, or a command.</summary>
/// <param name="Suite">Name of the suite.</param>
/// <param name="Name">Name, unique in the suite; it stays the same from run to run, because durations are kept under it.</param>
public sealed record TestUnit(string Suite, string Name)
{
    /// <summary>Arguments that make the suite's program run just this; none for the whole suite.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Tests in it; 0 when that is not known.</summary>
    public int Tests { get; init; }

    /// <summary>How long it takes, by the one who wrote it down; null when not said. What was measured counts more.</summary>
    public TimeSpan? Declared { get; init; }

    /// <summary>Deadline of its own; null for the suite's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>What a host must have or be to run it; all must hold.</summary>
    public IReadOnlyList<UnitRequirement> Requires { get; init; } = [];

    /// <summary>How often it is run again after it failed; null for as often as others.</summary>
    public int? Retries { get; init; }

    /// <summary>True when the host is not to be used for other units afterwards.</summary>
    public bool IsDestructive { get; init; }

    /// <summary>True for the work of finding out the units of a suite, which is one as well: whoever is free first does it, and anybody else when that host is lost.</summary>
    internal bool IsListing { get; init; }

    /// <summary>True for all that one host runs for the others: which one is worth waiting for.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    internal bool IsForOne { get; init; }

    /// <summary>True when it is a program of its own, so that others cannot be put together with it.</summary>
    [System.Text.Json.Serialization.JsonInclude]
    internal bool IsProgram { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Suite}/{Name}";
}
