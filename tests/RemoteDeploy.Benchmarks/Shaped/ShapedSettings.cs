namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>What the command line asks for.</summary>
internal sealed record ShapedSettings
{
    /// <summary>The scenarios of a run that names none; <c>16</c> takes two fleets and is run when it is asked for.</summary>
    public static readonly IReadOnlyList<string> DefaultScenarios = ["cold", "repeat", "touched", "changed", "many"];

    /// <summary>The word for cables without a rate.</summary>
    public const string NoLimit = "unshaped";

    public required int Hosts { get; init; }

    /// <summary>As tc writes it; null for what the scenario has by default.</summary>
    public required string? Rate { get; init; }

    public required int Rounds { get; init; }

    /// <summary>A part of the names of contestants that run; null for all.</summary>
    public required string? Only { get; init; }

    public required IReadOnlyList<string> Scenarios { get; init; }

    /// <summary>True to really run those whose time the rate tells.</summary>
    public required bool Slow { get; init; }

    /// <summary>Options for our tool, one contestant for each entry.</summary>
    public required IReadOnlyList<string> Ours { get; init; }

    /// <summary>The rate for a fleet; null for none.</summary>
    public string? RateOr(string usual) => string.Equals(Rate, NoLimit, StringComparison.Ordinal) ? null : Rate ?? usual;
}
