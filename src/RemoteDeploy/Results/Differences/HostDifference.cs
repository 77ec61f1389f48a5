namespace RemoteDeploy.Results.Differences;

/// <summary>What tells failing hosts from passing ones.</summary>
/// <param name="Kind">How.</param>
/// <param name="Conditions">One condition or two; empty when there are none.</param>
public sealed record HostDifference(DifferenceKind Kind, params IReadOnlyList<FactCondition> Conditions)
{
    private const int Shown = 3;

    /// <summary>Other explanations that separate the hosts as well, best first: with few hosts, chance makes many.</summary>
    public IReadOnlyList<IReadOnlyList<FactCondition>> Others { get; init; } = [];

    /// <summary>Number of failing hosts.</summary>
    public int Failing { get; init; }

    /// <summary>Number of passing hosts.</summary>
    public int Passing { get; init; }

    /// <summary>A sentence for people, safe to print; null when there is nothing to compare.</summary>
    public string? ToSentence() => Kind switch
    {
        DifferenceKind.NothingToCompare => null,
        DifferenceKind.None => $"No single fact and no two facts tell the {Hosts(Failing)} that failed from the {Hosts(Passing)} that passed.",
        _ => $"It fails just on hosts with {Words(Conditions)} ({Failing} of {Hosts(Failing + Passing)}).{Rest()}",
    };

    private string Words(IReadOnlyList<FactCondition> conditions) => string.Join(Kind == DifferenceKind.Either ? " or " : " and ", conditions);

    private string Rest()
    {
        if (Others.Count == 0)
        {
            return "";
        }

        var more = Others.Count > Shown ? $"; and {Others.Count - Shown} more" : "";
        return $" As well told apart by: {string.Join("; ", Others.Take(Shown).Select(Words))}{more}.";
    }

    private static string Hosts(int count) => count == 1 ? "1 host" : $"{count} hosts";
}
