namespace RemoteDeploy.Reporting.Html;

/// <summary>What differs between hosts on which a test failed and those on which it passed.</summary>
internal static class DifferenceBlock
{
    public static void Write(HtmlWriter html, RunReport report, string suite, string? test)
    {
        foreach (var found in report.Differences.Where(one => one.Suite == suite && one.Test == test))
        {
            html.Start("div", ("class", "differs"));
            html.Start("p").Element("b", "What differs: ").Text(found.Difference.ToSentence()).End();
            if (found.Output.Count > 0)
            {
                html.Start("p", ("class", "dim")).Text($"Output of {found.FailingHost} (failed, +) against {found.PassingHost} (passed, -):").End();
                html.Start("pre", ("class", "diff"));
                foreach (var line in found.Output)
                {
                    html.Start("span", ("class", line.StartsWith('+') ? "more" : line.StartsWith('-') ? "less" : null)).Text(line).End().Block(["", ""]);
                }

                html.End();
            }

            html.End();
        }
    }
}
