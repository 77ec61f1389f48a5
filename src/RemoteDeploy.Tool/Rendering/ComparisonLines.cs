using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What is new against another run, for people.</summary>
internal static class ComparisonLines
{
    private const int Most = 20;

    /// <summary>The lines; none without a comparison.</summary>
    public static IEnumerable<string> Of(RunComparison? comparison, Ink ink)
    {
        if (comparison is null)
        {
            return [];
        }

        return
        [
            $"against {SafeText.Line(comparison.EarlierRunId)}: {comparison.NewlyFailing.Count} newly failing, {comparison.Mended.Count} mended, {comparison.StillFailing.Count} still failing, {comparison.NewlyFlaky.Count} newly flaky",
            .. Tests("newly failing", comparison.NewlyFailing, Tone.Bad, ink),
            .. Tests("mended", comparison.Mended, Tone.Good, ink),
            .. Tests("newly flaky", comparison.NewlyFlaky, Tone.Caution, ink),
            .. Tests("gone", comparison.Gone, Tone.Caution, ink),
            .. Capped(comparison.Durations, one => $"{ink.Paint(one.Now > one.Earlier ? "slower" : "faster", Tone.Faint)} {SafeText.Line(one.Name)}: {Amount.Time(one.Earlier)} before, {Amount.Time(one.Now)} now"),
            .. Capped(
                [.. comparison.Releases.GroupBy(one => (one.Earlier, one.Now))],
                group => $"{ink.Paint("release", Tone.Faint)} on {SafeText.Line(HostNames.Short([.. group.Select(one => one.Host)]))}: {SafeText.Line(group.Key.Earlier ?? "not in that run")} before, {SafeText.Line(group.Key.Now ?? "not in this run")} now"),
        ];
    }

    private static IEnumerable<string> Tests(string word, IReadOnlyList<ComparedTest> tests, Tone tone, Ink ink) =>
        Capped(tests, test => $"{ink.Paint(word, tone)} {SafeText.Line(test.Name)}{(test.Hosts.Count > 0 ? " on " + SafeText.Line(HostNames.Short(test.Hosts)) : "")}");

    private static IEnumerable<string> Capped<T>(IReadOnlyList<T> items, Func<T, string> line)
    {
        var lines = items.Take(Most).Select(line);
        return items.Count <= Most ? lines : lines.Append($"  … and {items.Count - Most} more, see the report");
    }
}
