using System.Globalization;
using System.Text.Json;

namespace RemoteDeploy.FaultLab;

/// <summary>Prints verdicts.</summary>
internal static class Table
{
    /// <summary>How JSON is written.</summary>
    public static JsonSerializerOptions Format { get; } = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public static string Header => $"{"case",-14} {"verdict",-8} {"exit",4} {"notice",7} {"time",6} {"left",4} {"kept",4}  what";

    /// <summary>A line for a case, and one for each thing that is wrong.</summary>
    public static string Line(Verdict verdict)
    {
        var word = verdict.Skipped is not null ? "skipped" : verdict.Passed ? "pass" : "FAIL";
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{verdict.Case,-14} {word,-8} {verdict.Exit,4} {verdict.Notice,7:0.0} {verdict.Seconds,6:0.0} {verdict.Leftovers.Count,4} {verdict.KeptConnections,4}  {verdict.Name}");
        return string.Join('\n', [line, .. verdict.Skipped is { } why ? [$"    {why}"] : verdict.Problems.Select(problem => "    " + problem)]);
    }

    /// <summary>The figures of all cases.</summary>
    public static string Sum(IReadOnlyList<Verdict> verdicts)
    {
        var tried = verdicts.Where(verdict => verdict.Skipped is null).ToList();
        return string.Create(CultureInfo.InvariantCulture, $"""
            {tried.Count(verdict => verdict.Passed)} of {tried.Count} passed, {verdicts.Count - tried.Count} skipped
            silent successes {tried.Count(verdict => verdict.SilentSuccess)}, false alarms {tried.Count(verdict => verdict.FalseAlarm)}, hangs {tried.Count(verdict => verdict.Hung)}, torn finals {tried.Sum(verdict => verdict.Torn)}, left behind {tried.Sum(verdict => verdict.Leftovers.Count)}, noticed late {tried.Count(verdict => verdict.NoticedLate)}, blamed right {100.0 * tried.Count(verdict => !verdict.WronglyBlamed) / Math.Max(1, tried.Count):0} %
            {string.Join('\n', Notices(tried))}
            """);
    }

    // Of each promise the times that were taken.
    private static IEnumerable<string> Notices(IEnumerable<Verdict> tried) => tried
        .Where(verdict => verdict is { Notice: not null, NoticeWithin: not null })
        .GroupBy(verdict => verdict.NoticeWithin!.Value, verdict => verdict.Notice!.Value)
        .OrderBy(times => times.Key)
        .Select(times => string.Create(CultureInfo.InvariantCulture, $"noticed within {times.Key} s: {times.Count()} times, median {times.Order().ElementAt(times.Count() / 2):0.0} s, longest {times.Max():0.0} s"));

    /// <summary>Writes what is known so far, so that a run that is killed has lost nothing.</summary>
    public static Task WriteJsonAsync(string? file, IReadOnlyList<Verdict> verdicts) =>
        file is null ? Task.CompletedTask : File.WriteAllTextAsync(file, JsonSerializer.Serialize(verdicts, Format));
}
