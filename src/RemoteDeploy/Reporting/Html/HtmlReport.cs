using System.Text;

namespace RemoteDeploy.Reporting.Html;

/// <summary>
/// <c>report.html</c>: a run on one page that needs nothing but itself. Verdict first, then what failed and why, then the rest. It is
/// written in one pass over the results; its size does not grow with tests that passed.
/// </summary>
internal static class HtmlReport
{
    /// <summary>Name of the page in a run folder.</summary>
    public const string FileName = "report.html";

    /// <summary>Writes the page to a file, which is there as a whole or not at all.</summary>
    public static void Write(RunPage page, string path)
    {
        var unfinished = path + ".new";
        using (var file = File.Create(unfinished))
        {
            Write(page, file);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>Writes the page, UTF-8.</summary>
    /// <param name="page">What to tell.</param>
    /// <param name="output">Takes the page; left open.</param>
    public static void Write(RunPage page, Stream output)
    {
        var index = TestIndex.Of(page);
        using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 15, leaveOpen: true) { NewLine = "\n" };
        text.Write("<!doctype html>\n");
        var html = new HtmlWriter(text);
        html.Start("html", ("lang", "en"));
        WriteHead(html, page.Report);
        html.Start("body");
        VerdictSection.Write(html, page, index);
        Navigation.Write(html, page, index);
        html.Start("main");
        ComparisonSection.Write(html, page.Comparison);
        FaultSection.Write(html, page.Report);
        FailureSection.Write(html, page, index);
        FlakySection.Write(html, page.Report, index);
        PoolSection.Write(html, page.Report.Pool);
        HostSection.Write(html, page, index);
        MatrixSection.Write(html, index);
        TimelineSection.Write(html, page);
        SlowestSection.Write(html, index);
        ReceiptSection.Write(html, page);
        html.End();
        html.Start("script").Trusted(PageResources.Script).End();
        html.End().End();
    }

    private static void WriteHead(HtmlWriter html, RunReport report)
    {
        html.Start("head").Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("http-equiv", "Content-Security-Policy"), ("content", PageResources.Policy));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Element("title", $"{(report.Succeeded ? "✓" : "✗")} {report.Verb} {report.App} {report.RunId}");
        html.Start("style").Trusted(PageResources.Style).End();
        html.End();
    }
}
