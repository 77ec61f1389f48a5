using RemoteDeploy.Reporting;

namespace RemoteDeploy.Results.Differences;

/// <summary>A condition on one fact of a host.</summary>
/// <param name="Fact">Name of the fact.</param>
/// <param name="Relation">How it is looked at.</param>
/// <param name="Value">The value, from a host: raw.</param>
public sealed record FactCondition(string Fact, FactRelation Relation, string Value)
{
    /// <summary>True when it holds for a host. A fact that is not known meets no condition, not even a negative one.</summary>
    public bool HoldsFor(HostProfile host) =>
        host.Facts.TryGetValue(Fact, out var values) && Relation switch
        {
            FactRelation.Has => values.Contains(Value),
            FactRelation.Lacks => !values.Contains(Value),
            FactRelation.AtLeast => FactOrder.Highest(values) is { } highest && FactOrder.Compare(highest, Value) >= 0,
            _ => FactOrder.Highest(values) is { } highest && FactOrder.Compare(highest, Value) < 0,
        };

    /// <summary>Words for people, safe to print: <c>tag glibc231</c>, <c>no tag gpu</c>, <c>memory GiB below 8</c>.</summary>
    public override string ToString()
    {
        var (fact, value) = (SafeText.Line(Fact, 80), SafeText.Line(Value, 120));
        return Relation switch
        {
            FactRelation.Has => $"{fact} {value}",
            FactRelation.Lacks => $"no {fact} {value}",
            FactRelation.AtLeast => $"{fact} {value} or above",
            _ => $"{fact} below {value}",
        };
    }
}
