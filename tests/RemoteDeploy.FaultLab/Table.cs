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
            silent successes {tried.Count(verdict => verdict.SilentSuccess)}, false alarms {tried.Count(verdict => verdict.FalseAlarm)}, hangs {tried.Count(verdict => verdict.Hung)}, torn finals {tried.Sum(verdict => verdict.Torn)}, left behind {tried.Sum(verdict => verdict.Leftovers.Count)}, blamed right {100.0 * tried.Count(verdict => !verdict.WronglyBlamed) / Math.Max(1, tried.Count):0} %
            """);
    }

    public static Task WriteJsonAsync(string file, IReadOnlyList<Verdict> verdicts) =>
        File.WriteAllTextAsync(file, JsonSerializer.Serialize(verdicts, Format));
}
