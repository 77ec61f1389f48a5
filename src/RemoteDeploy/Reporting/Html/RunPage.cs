using RemoteDeploy.Activation;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Reporting.Html;

/// <summary>All that a page tells.</summary>
/// <param name="Report">The report. Tests are taken from <paramref name="Tests"/> alone.</param>
/// <param name="Tests">Each test once with its tries, the same whenever asked for; none is kept, so they may be read from a file.</param>
internal sealed record RunPage(RunReport Report, IEnumerable<MergedTest> Tests)
{
    /// <summary>What each host was proven to hold.</summary>
    public IReadOnlyList<Receipt> Receipts { get; init; } = [];

    /// <summary>When each host was in which stage.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PhaseSpan>> Timeline { get; init; } = new Dictionary<string, IReadOnlyList<PhaseSpan>>(StringComparer.Ordinal);

    /// <summary>What is new against another run; null without one.</summary>
    public RunComparison? Comparison { get; init; }
}
