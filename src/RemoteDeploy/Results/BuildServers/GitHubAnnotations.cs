using System.Globalization;
using System.Text;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Results.BuildServers;

/// <summary>Annotations for GitHub Actions: workflow commands, to be written to standard output line by line.</summary>
public static class GitHubAnnotations
{
    /// <summary>As many of a kind as GitHub shows of one step.</summary>
    public const int UsualLimit = 10;

    /// <summary>The lines.</summary>
    /// <param name="run">The results.</param>
    /// <param name="root">The repository on the machine that built, so that paths can be relative to it; null when not known.</param>
    /// <param name="limit">Most errors and most warnings; of what is left out, the last one says how much it is.</param>
    public static IEnumerable<string> Lines(MergedRun run, string? root = null, int limit = UsualLimit)
    {
        var all = Annotation.Of(run, root).ToList();
        return Kind(all, isError: true, limit).Concat(Kind(all, isError: false, limit));
    }

    private static IEnumerable<string> Kind(List<Annotation> all, bool isError, int limit)
    {
        var own = all.Where(one => one.IsError == isError).ToList();
        var shown = own.Count <= limit ? own.Count : Math.Max(0, limit - 1);
        var lines = own.Take(shown).Select(Line);
        var rest = own.Count - shown;
        return rest == 0 ? lines : lines.Append(string.Create(CultureInfo.InvariantCulture, $"::{(isError ? "error" : "warning")} title=RemoteDeploy::{rest} more are in the job summary and the report"));
    }

    private static string Line(Annotation one)
    {
        var line = new StringBuilder(one.IsError ? "::error " : "::warning ");
        if (one.Place is { } place)
        {
            line.Append("file=").Append(Property(place.File)).Append(',');
            _ = place.Line > 0 ? line.Append(CultureInfo.InvariantCulture, $"line={place.Line},") : line;
        }

        return line.Append("title=").Append(Property(one.Title)).Append("::").Append(Data(one.Message)).ToString();
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
