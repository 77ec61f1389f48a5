namespace RemoteDeploy.Reporting.Html;

/// <summary>A command line to copy.</summary>
internal static class ReplayLine
{
    public static void Write(HtmlWriter html, string? command)
    {
        if (command is not null)
        {
            html.Start("p", ("class", "replay")).Text("Run it again: ").Element("code", command).Element("button", "copy", ("type", "button"), ("hidden", "")).End();
        }
    }
}
