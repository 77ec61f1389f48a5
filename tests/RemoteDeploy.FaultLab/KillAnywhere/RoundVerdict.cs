using System.Globalization;

namespace RemoteDeploy.FaultLab.KillAnywhere;

/// <summary>What became of one round.</summary>
/// <param name="Number">With the seed, it draws all of the round.</param>
/// <param name="What">Work and strike.</param>
internal sealed record RoundVerdict(int Number, string What)
{
    /// <summary>Where: a host, or the controller.</summary>
    public string At { get; init; } = "";

    /// <summary>Seconds after the start of the tool at which was struck.</summary>
    public double Instant { get; init; }

    /// <summary>Seconds that the same takes when it is left alone.</summary>
    public double Undisturbed { get; init; }

    /// <summary>True when connections of an earlier run were there.</summary>
    public bool Warm { get; init; }

    /// <summary>False when the tool had ended before, or there was nothing to kill.</summary>
    public bool Struck { get; init; }

    /// <summary>True when the tool had ended before.</summary>
    public bool EndedBefore { get; init; }

    /// <summary>Seconds of the tool.</summary>
    public double Seconds { get; init; }

    public int? Exit { get; init; }

    /// <summary>Seconds until nothing was left behind; null when the next run was not to wait for that.</summary>
    public double? Clean { get; init; }

    /// <summary>Seconds from strike, or from the joining of the cable, until a next run had succeeded.</summary>
    public double Repaired { get; init; }

    /// <summary>How <c>attach</c> of a killed run of tests ended; null where there was none.</summary>
    public int? Attached { get; init; }

    /// <summary>What is not as it must be.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What the tool printed; kept for rounds that failed.</summary>
    public string? Output { get; init; }

    /// <summary>A line, and one for each thing that is wrong.</summary>
    public string Line()
    {
        var word = !Struck ? "missed" : Problems.Count == 0 ? "pass" : "FAIL";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{Number,5} {word,-6} {What,-16} {At,-10} {Instant,6:0.00} of {Undisturbed,4:0.0} s{(Warm ? " warm" : ""),-5} exit {Exit,-4} clean {Clean,4:0.0}  repaired {Repaired,4:0.0}{(Attached is null ? "" : $"  attach {Attached}")}");
        return string.Join('\n', [line, .. Problems.Select(problem => "      " + problem)]);
    }
}
