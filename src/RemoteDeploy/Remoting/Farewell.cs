using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting;

/// <summary>How a session ended that held something on a host.</summary>
/// <param name="IsKnown">True when the host is known to have given up what it held, but for what it could not remove.</param>
/// <param name="Left">What stays there of it, and why, for people.</param>
internal sealed record Farewell(bool IsKnown, IReadOnlyList<string> Left)
{
    /// <summary>Exit code of a session that could not remove something.</summary>
    private const int SomethingStays = 3;
    private const int MostPaths = 5;
    private const int MostOfOne = 300;

    /// <summary>Of a session that has not ended.</summary>
    public static Farewell None { get; } = new(false, []);

    /// <summary>Reads how a session ended.</summary>
    /// <param name="exit">Its exit code; null where it has not ended.</param>
    /// <param name="answers">Its answers that tell of it: "remains PATH" with "why WORDS" behind it, "gone PATH".</param>
    public static Farewell Of(int? exit, IReadOnlyList<Reply> answers)
    {
        List<string> lines = [.. answers.SelectMany(answer => answer.Lines)];
        var left = lines.Zip(lines.Skip(1).Append(""))
            .Where(pair => pair.First.StartsWith("remains ", StringComparison.Ordinal))
            .Select(pair => (Path: pair.First["remains ".Length..], Why: pair.Second.StartsWith("why ", StringComparison.Ordinal) ? pair.Second["why ".Length..] : "it does not say why"))
            .GroupBy(one => Reason(one.Why), StringComparer.Ordinal)
            .Select(alike => $"{Paths(alike.Select(one => one.Path).Distinct(StringComparer.Ordinal))}, which the host cannot remove: {SafeText.Line(alike.First().Why, MostOfOne)}");
        var gone = answers.SelectMany(answer => answer.Values("gone")).Distinct(StringComparer.Ordinal).Select(path => $"what the run put into {SafeText.Line(path, MostOfOne)}, which was moved away or removed meanwhile");
        List<string> all = [.. left, .. gone];
        if (exit == SomethingStays && all.Count == 0)
        {
            all.Add("something of the run, which the host cannot remove");
        }

        return new(exit == 0 || all.Count > 0, all);
    }

    /// <summary>True when an answer has such lines.</summary>
    public static bool IsIn(Reply reply) => reply.Values("remains").Concat(reply.Values("gone")).Any();

    // Programs begin with the path, and end with the reason: "rm: cannot remove 'x': Read-only file system".
    private static string Reason(string words) => words[(words.LastIndexOf(": ", StringComparison.Ordinal) + 1)..];

    private static string Paths(IEnumerable<string> paths)
    {
        List<string> all = [.. paths];
        return string.Join(", ", all.Take(MostPaths).Select(path => SafeText.Line(path, MostOfOne))) + (all.Count > MostPaths ? $" and {all.Count - MostPaths} more" : "");
    }
}
