using System.Globalization;

namespace RemoteDeploy.Reporting.Html;

/// <summary>What became of the run, and where the page says more.</summary>
internal static class VerdictSection
{
    public static void Write(HtmlWriter html, RunPage page, TestIndex index)
    {
        var report = page.Report;
        var (tone, word) = report switch
        {
            { Cancelled: true } => ("warn", "cancelled"),
            { Succeeded: false } => ("bad", "failed"),
            _ when FlakySection.Count(report, index) > 0 => ("warn", "passed, with flaky tests"),
            _ => ("good", index.Results > 0 || report.Hosts.Any(host => host.Suites.Count > 0) ? "passed" : "succeeded"),
        };
        html.Start("header", ("class", tone));
        html.Element("h1", $"{(tone == "bad" ? "✗" : tone == "good" ? "✓" : "⚠")} {report.Verb} {word}");
        html.Element("p", Sentence(report, index), ("class", "lead"));
        html.Start("dl");
        Fact(html, "Run", report.RunId);
        Fact(html, "Application", report.App);
        Fact(html, "Started", report.Started.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        Fact(html, "Took", Amount.Time(report.Duration));
        Fact(html, "Hosts", Amount.Of(report.Hosts.Count, "host"));
        Fact(html, "Pool", report.Pool is { } pool ? PoolWords.Use(pool) : null);
        Fact(html, "Payload", report.Manifest is { Length: > 12 } manifest ? manifest[..12] + "…" : report.Manifest);
        Fact(html, "Exit code", report.ExitCode.ToString(CultureInfo.InvariantCulture));
        html.End();
        html.End();
    }

    private static string Sentence(RunReport report, TestIndex index)
    {
        var failing = report.Hosts.Count(HostTone.IsBad);
        var failed = index.Rows.Count(row => row.On(TestMark.Failed) > 0);
        var faults = FaultSection.Of(report).Count;
        List<string> parts =
        [
            index.Rows.Count == 0 ? ""
                : failed > 0 ? $"{failed:#,0} of {Amount.Of(index.Rows.Count, "test")} failed"
                : $"{Amount.Of(index.Rows.Count, "test")}, none failed",
            index.Results > index.Rows.Count ? $"{Amount.Of(index.Results, "result")}, {index.Count(TestMark.Failed):#,0} of them failed" : "",
            index.Count(TestMark.Skipped) is > 0 and var skipped ? $"{skipped:#,0} skipped" : "",
            FlakySection.Count(report, index) is > 0 and var flaky ? $"{flaky:#,0} flaky" : "",
            faults > 0 ? $"{Amount.Of(faults, "fault")} outside of tests" : "",
            failing > 0 ? $"{failing:#,0} of {Amount.Of(report.Hosts.Count, "host")} failed" : $"all is right on {Amount.Of(report.Hosts.Count, "host")}",
        ];
        var text = string.Join("; ", parts.Where(part => part.Length > 0));
        return text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    private static void Fact(HtmlWriter html, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            html.Start("div").Element("dt", name).Element("dd", value).End();
        }
    }
}
