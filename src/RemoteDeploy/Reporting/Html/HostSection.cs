using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Hosts against suites. Of many hosts, those that are right fold away.</summary>
internal static class HostSection
{
    private const int ManyHosts = 20;

    public static void Write(HtmlWriter html, RunPage page, TestIndex index)
    {
        var hosts = page.Report.Hosts.Select((host, place) => (Host: host, Place: place)).ToList();
        var suites = hosts.SelectMany(one => one.Host.Suites).Select(suite => suite.Suite).Distinct(StringComparer.Ordinal).ToList();
        var bad = hosts.Where(one => HostTone.Of(one.Host) != "good" || suites.Exists(suite => index.Count(suite, one.Place, TestMark.Flaky) > 0)).ToList();
        html.Start("section", ("id", "hosts")).Element("h2", $"Hosts{(suites.Count > 0 ? " and suites" : "")}");
        if (hosts.Count <= ManyHosts)
        {
            WriteTable(html, hosts, suites, index);
        }
        else
        {
            if (bad.Count > 0)
            {
                WriteTable(html, bad, suites, index);
            }

            var good = hosts.Except(bad).ToList();
            html.Start("details").Element("summary", bad.Count == 0 ? $"all {Amount.Of(good.Count, "host")} are right" : $"{Amount.Of(good.Count, "other host")}, all right");
            WriteTable(html, good, suites, index);
            html.End();
        }

        html.End();
    }

    private static void WriteTable(HtmlWriter html, List<(HostReport Host, int Place)> hosts, List<string> suites, TestIndex index)
    {
        html.Start("div", ("class", "wide")).Start("table").Start("thead").Start("tr").Element("th", "Host").Element("th", "Outcome");
        foreach (var suite in suites)
        {
            html.Element("th", suite);
        }

        html.Element("th", "Release").Element("th", "Sent", ("class", "num")).Element("th", "Machine").End().End().Start("tbody");
        foreach (var (host, place) in hosts)
        {
            html.Start("tr", ("data-f", "")).Element("td", host.Host.Name, ("class", "name")).Start("td", ("class", HostTone.Of(host))).Text(HostTone.Word(host.Outcome)).End();
            foreach (var suite in suites)
            {
                WriteSuite(html, host.Suites.FirstOrDefault(one => one.Suite == suite), place, index);
            }

            html.Element("td", host.Release, ("class", "nowrap")).Element("td", host.BytesSent > 0 ? Amount.Bytes(host.BytesSent) : "", ("class", "num"));
            html.Element("td", Machine(host), ("class", "dim")).End();
        }

        html.End().End().End();
    }

    private static void WriteSuite(HtmlWriter html, SuiteReport? suite, int place, TestIndex index)
    {
        if (suite is null)
        {
            html.Element("td", "–", ("class", "dim"));
            return;
        }

        int Count(TestMark mark) => index.Count(suite.Suite, place, mark);
        var (passed, failed, flaky, skipped) = (Count(TestMark.Passed), Count(TestMark.Failed), Count(TestMark.Flaky), Count(TestMark.Skipped));
        var isBad = suite.Faults.Count > 0 || suite.Manifest is null;
        var codes = suite.Faults.Where(fault => !fault.IsOfTest).Select(fault => fault.Code).Distinct().Select(code => code.ToString());
        List<string> parts =
        [
            passed + flaky > 0 ? $"{passed + flaky:#,0} passed" : "", failed > 0 ? $"{failed:#,0} failed" : "", flaky > 0 ? $"{flaky:#,0} flaky" : "", skipped > 0 ? $"{skipped:#,0} skipped" : "", .. codes,
        ];
        var words = string.Join(", ", parts.Where(part => part.Length > 0));
        html.Start("td", ("class", isBad ? "bad" : flaky > 0 ? "warn" : "good")).Text(isBad ? "✗ " : "✓ ").Text(words.Length > 0 ? words : isBad ? "failed" : "passed");
        html.Element("span", " " + Amount.Time(suite.Duration), ("class", "dim")).End();
    }

    private static string Machine(HostReport host) => host.Facts is not { } facts ? ""
        : string.Join(", ", new[] { facts.Rid, facts.OsVersion, facts.Libc, facts.Kernel.Length > 0 ? $"kernel {facts.Kernel}" : "", facts.Processors > 0 ? Amount.Of(facts.Processors, "processor") : "", facts.MemoryBytes > 0 ? Amount.Bytes(facts.MemoryBytes) : "" }.Where(word => word.Length > 0));
}
