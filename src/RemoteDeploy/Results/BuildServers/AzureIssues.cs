using System.Globalization;
using System.Text;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Results.BuildServers;

/// <summary>Issues for Azure Pipelines: logging commands, to be written to standard output line by line.</summary>
public static class AzureIssues
{
    /// <summary>More than these nobody reads in the summary of a build.</summary>
    public const int UsualLimit = 50;

    /// <summary>The lines.</summary>
    /// <param name="run">The results.</param>
    /// <param name="root">The repository on the machine that built, so that paths can be relative to it; null when not known.</param>
    /// <param name="limit">Most lines; the last one says how much is left out.</param>
    public static IEnumerable<string> Lines(MergedRun run, string? root = null, int limit = UsualLimit)
    {
        var all = Annotation.Of(run, root).ToList();
        var shown = all.Count <= limit ? all.Count : Math.Max(0, limit - 1);
        foreach (var one in all.Take(shown))
        {
            yield return Line(one);
        }

        if (all.Count > shown)
        {
            var isError = all.Skip(shown).Any(one => one.IsError);
            yield return string.Create(CultureInfo.InvariantCulture, $"##vso[task.logissue type={(isError ? "error" : "warning")};]{all.Count - shown} more are in the report");
        }
    }

    private static string Line(Annotation one)
    {
        var line = new StringBuilder("##vso[task.logissue type=").Append(one.IsError ? "error;" : "warning;");
        if (one.Place is { } place)
        {
            line.Append("sourcepath=").Append(Property(place.File)).Append(';');
            _ = place.Line > 0 ? line.Append(CultureInfo.InvariantCulture, $"linenumber={place.Line};") : line;
        }

        if (one.Code is { } code)
        {
            line.Append("code=").Append(Property(code)).Append(';');
        }

        return line.Append(']').Append(Data($"{one.Title} {one.Message}")).ToString();
    }

    private static string Data(string text) => text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
