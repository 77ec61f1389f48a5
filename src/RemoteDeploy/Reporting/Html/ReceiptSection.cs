using System.Globalization;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Which bytes each host was proven to hold, and when.</summary>
internal static class ReceiptSection
{
    public static void Write(HtmlWriter html, RunPage page)
    {
        if (page.Receipts.Count == 0)
        {
            return;
        }

        var hosts = page.Report.Hosts.GroupBy(host => host.Host.Name, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        html.Start("section", ("id", "receipts")).Start("details", ("open", page.Receipts.Count <= 20 ? "" : null));
        html.Start("summary").Element("h2", $"Receipts ({page.Receipts.Count:#,0})").End().Start("div", ("class", "wide")).Start("table");
        html.Start("thead").Start("tr");
        foreach (var title in (ReadOnlySpan<string>)["Host", "Release", "Manifest digest", "Verified", "How", "Files", "Run"])
        {
            html.Element("th", title);
        }

        html.End().End().Start("tbody");
        foreach (var receipt in page.Receipts)
        {
            html.Start("tr", ("data-f", "")).Element("td", receipt.Host, ("class", "nowrap")).Element("td", receipt.Release, ("class", "nowrap")).Start("td").Element("code", receipt.Manifest).End();
            html.Element("td", receipt.Verified.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture), ("class", "nowrap"));
            html.Element("td", How(hosts.GetValueOrDefault(receipt.Host), receipt.Run == page.Report.RunId)).Element("td", $"{receipt.Files:#,0}").Element("td", receipt.Run).End();
        }

        html.End().End().End().End().End();
    }

    private static string How(HostReport? host, bool isOfRun) => host switch
    {
        { Suites: var suites } when suites.Any(suite => suite.Manifest is not null) => "every byte read again before each suite",
        { Verified: VerifiedHow.Recorded } => $"{host.FilesRecorded:#,0} files not written since an earlier run read them",
        { Verified: VerifiedHow.Recomputed } => "every byte read by the host in this run",
        _ => isOfRun ? "" : "by an earlier run",
    };
}
