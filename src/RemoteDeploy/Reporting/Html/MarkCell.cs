namespace RemoteDeploy.Reporting.Html;

/// <summary>A cell of the matrix: a sign, for those who see no colours, in the colour of its meaning.</summary>
internal static class MarkCell
{
    public static void Write(HtmlWriter html, TestMark mark, string host) =>
        html.Element("td", Sign(mark), ("class", "m m-" + Style(mark)), ("title", $"{Style(mark)} on {host}"));

    /// <summary>The sign.</summary>
    public static string Sign(TestMark mark) => mark switch
    {
        TestMark.Passed => "✓",
        TestMark.Failed => "✗",
        TestMark.Flaky => "~",
        TestMark.Skipped => "s",
        _ => "·",
    };

    /// <summary>Class of the style, a word for people as well.</summary>
    public static string Style(TestMark mark) => mark.ToString().ToLowerInvariant();
}
