using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What people read of flaky tests and of suites that hosts shared.</summary>
internal static class PoolLines
{
    private const int MostFlaky = 50;

    /// <summary>The lines; none where nothing was flaky or shared.</summary>
    public static IEnumerable<string> Of(RunReport report, Ink ink) => [.. Flaky(report, ink), .. Pool(report)];

    private static List<string> Flaky(RunReport report, Ink ink)
    {
        var flaky = FlakyTest.Of(report);
        List<string> lines = flaky.Count == 0 ? [] : ["", .. flaky.Take(MostFlaky).Select(test => $"{ink.Paint("flaky", Tone.Caution)} {SafeText.Line(test.Name)}: {SafeText.Line(test.Words())}")];
        if (flaky.Count > MostFlaky)
        {
            lines.Add($"… and {Amount.Of(flaky.Count - MostFlaky, "more flaky test")}, see the report");
        }

        return lines;
    }

    private static IEnumerable<string> Pool(RunReport report) => report.Pool is not { } pool
        ? []
        : ["", $"pool: {PoolWords.Use(pool)}; {PoolWords.Work(pool)}", .. PoolWords.Remarks(pool).Select(remark => "  " + remark)];
}
