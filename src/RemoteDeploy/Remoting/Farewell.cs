using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting;

/// <summary>How a session ended that held something on a host.</summary>
/// <param name="IsKnown">True when the host is known to have given up what it held.</param>
/// <param name="Stays">What it could not remove, and why, for people; null for nothing.</param>
internal sealed record Farewell(bool IsKnown, string? Stays)
{
    private const int MostPaths = 5;
    private const int MostOfOne = 300;

    /// <summary>Of a session that has not ended.</summary>
    public static Farewell None { get; } = new(false, null);

    /// <summary>Reads the last answer, where there is one: "stays PATH" for each path, and "why WORDS".</summary>
    public static Farewell Of(bool isKnown, Reply? last)
    {
        var paths = last?.Values("stays").Select(path => SafeText.Line(path, MostOfOne)).ToList() ?? [];
        var why = last?.Values("why").FirstOrDefault() ?? "it does not say why";
        return new(isKnown, paths.Count == 0 ? null : $"{string.Join(", ", paths.Take(MostPaths))}, which the host cannot remove: {SafeText.Line(why, MostOfOne)}");
    }
}
