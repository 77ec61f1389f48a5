using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Faults outside of single tests: each cause once, with the hosts that it struck.</summary>
internal static class FaultSection
{
    private const int Most = 200;

    /// <summary>The faults that no failed test stands for.</summary>
    public static IReadOnlyList<Fault> Of(RunReport report) => [.. report.AllFaults.Where(fault => !fault.IsOfTest)];

    public static void Write(HtmlWriter html, RunReport report)
    {
        var causes = Of(report).GroupBy(fault => fault.ToCause()).ToList();
        if (causes.Count == 0)
        {
            return;
        }

        html.Start("section", ("id", "faults")).Element("h2", "What went wrong outside of tests");
        foreach (var cause in causes.Take(Most))
        {
            var hosts = cause.Select(fault => fault.Host).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
            html.Start("div", ("class", "card bad"), ("data-f", ""));
            html.Start("p").Element("b", cause.Key.Code.ToString()).Text(" ").Text((cause.Key with { Try = null }).ToSentence()).End();
            if (hosts.Count > 0)
            {
                html.Element("p", $"on {HostNames.Short(hosts)}", ("class", "hosts"));
            }

            if (cause.Key.Location is { } place)
            {
                html.Start("p").Element("code", place.ToString()).End();
            }

            if ((cause.Key.Try ?? FaultCatalog.Find(cause.Key.Code)?.Fix) is { } advice)
            {
                html.Element("p", "Try: " + advice, ("class", "dim"));
            }

            html.End();
        }

        if (causes.Count > Most)
        {
            html.Element("p", $"… and {causes.Count - Most} more, see summary.json.", ("class", "dim"));
        }

        WriteLastWords(html, report);
        html.End();
    }

    // A suite without single tests has nothing else to show.
    private static void WriteLastWords(HtmlWriter html, RunReport report)
    {
        var left = 20;
        foreach (var host in report.Hosts)
        {
            foreach (var suite in host.Suites.Where(suite => suite.Faults.Any(fault => !fault.IsOfTest) && suite.OutputTail.Length > 0).Take(left))
            {
                left--;
                html.Start("details").Element("summary", $"Last lines of {suite.Suite} on {host.Host.Name}");
                html.Start("pre").Block(SafeText.Lines(suite.OutputTail, 60)).End();
                ReplayLine.Write(html, suite.Replay);
                DifferenceBlock.Write(html, report, suite.Suite, null);
                html.End();
            }
        }
    }
}
