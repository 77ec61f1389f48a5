using System.Globalization;
using RemoteDeploy.Jobs;

namespace RemoteDeploy.Testing;

/// <summary>What of a suite one job on a host runs: all of it, all of it once more, some units, or the listing of its tests.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Name">Name of the part: of its job, and of the folder here that gets its output. The suite's own for all of it.</param>
internal sealed record SuitePart(TestSuite Suite, string Name)
{
    /// <summary>Which start of it, from 1: the second is for a program that has refused the options of the first.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Its deadline.</summary>
    public TimeSpan Timeout { get; init; } = Suite.Timeout;

    /// <summary>The units in it; none for the whole suite.</summary>
    public IReadOnlyList<JobUnit> Units { get; init; } = [];

    /// <summary>True for the part of a record that ran all of its suite.</summary>
    public static bool IsWhole(string? part) => part is null || part[(part.LastIndexOf('~') + 1)..].StartsWith("try", StringComparison.Ordinal);

    /// <summary>The whole suite, for the first time or once more.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="number">1 for the first time.</param>
    public static SuitePart Whole(TestSuite suite, int number) =>
        new(suite, number == 1 ? suite.Name : string.Create(CultureInfo.InvariantCulture, $"{suite.Name}~try{number}"));
}
