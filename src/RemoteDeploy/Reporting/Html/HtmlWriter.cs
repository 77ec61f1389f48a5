namespace RemoteDeploy.Reporting.Html;

/// <summary>
/// Writes elements one after the other. Text can get into the page only by <see cref="Text"/>, <see cref="Block"/> and attributes: all
/// of them make it safe (<see cref="SafeText"/>) and escape it. What comes out is XML as well as HTML, so that it can be checked.
/// </summary>
internal sealed class HtmlWriter(TextWriter output)
{
    private static readonly HashSet<string> Lines = ["html", "head", "body", "header", "main", "footer", "section", "nav", "div", "details", "summary", "table", "thead", "tbody", "tr", "ul", "li", "p", "h1", "h2", "h3", "pre", "svg", "dl", "style", "script", "title"];

    private readonly Stack<string> open = [];

    /// <summary>Opens an element. Attributes whose value is null are left out.</summary>
    public HtmlWriter Start(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes, ">");
        open.Push(tag);
        return this;
    }

    /// <summary>An element that has no end, such as <c>meta</c>.</summary>
    public HtmlWriter Void(string tag, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Tag(tag, attributes, "/>\n");
        return this;
    }

    /// <summary>Closes the innermost element.</summary>
    public HtmlWriter End()
    {
        var tag = open.Pop();
        output.Write("</");
        output.Write(tag);
        output.Write(Lines.Contains(tag) ? ">\n" : ">");
        return this;
    }

    /// <summary>An element with nothing but one line of text.</summary>
    public HtmlWriter Element(string tag, string? text, params ReadOnlySpan<(string Name, string? Value)> attributes) => Start(tag, attributes).Text(text).End();

    /// <summary>One line of text.</summary>
    public HtmlWriter Text(string? text, int limit = 2000)
    {
        Escape(SafeText.Line(text, limit));
        return this;
    }

    /// <summary>Several lines as they are.</summary>
    public HtmlWriter Block(IEnumerable<string> lines)
    {
        var first = true;
        foreach (var line in lines)
        {
            output.Write(first ? "" : "\n");
            Escape(SafeText.Line(line));
            first = false;
        }

        return this;
    }

    /// <summary>Style and script of our own; never anything that came from elsewhere.</summary>
    public HtmlWriter Trusted(string text)
    {
        output.Write(text);
        return this;
    }

    private void Tag(string tag, ReadOnlySpan<(string Name, string? Value)> attributes, string end)
    {
        output.Write('<');
        output.Write(tag);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                output.Write(' ');
                output.Write(name);
                output.Write("=\"");
                Escape(SafeText.Line(value));
                output.Write('"');
            }
        }

        output.Write(end);
    }

    private void Escape(string text)
    {
        foreach (var character in text)
        {
            switch (character)
            {
                case '&': output.Write("&amp;"); break;
                case '<': output.Write("&lt;"); break;
                case '>': output.Write("&gt;"); break;
                case '"': output.Write("&quot;"); break;
                case '\'': output.Write("&#39;"); break;
                default: output.Write(character); break;
            }
        }
    }
}
