using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace RemoteDeploy.Inventory.Documents;

/// <summary>
/// Reads one YAML document into nodes from the parser's events. Anchors, aliases, tags and merge keys are refused: an inventory needs
/// none, and they are how a small file becomes a large one or means something else than it shows.
/// </summary>
internal sealed class YamlDocument
{
    internal const int Deepest = 32;
    private const string QuoteIt = "Put quotes around a value with one of the characters & * ! @ ` % or, inside [ ] and { }, any of , [ ] { }";

    private readonly string text;
    private readonly Parser parser;
    private readonly Findings findings;
    private YamlDotNet.Core.Mark reached = new(0, 1, 1);

    private YamlDocument(string text, Findings findings)
    {
        this.text = text;
        parser = new Parser(new StringReader(text));
        this.findings = findings;
    }

    /// <summary>The document's node; null when there is none or the text is malformed, which the findings then say.</summary>
    internal static Node? Read(string text, Findings findings) => new YamlDocument(text, findings).ReadStream();

    private Node? ReadStream()
    {
        Next();
        switch (Next())
        {
            case null:
                return null;
            case StreamEnd:
                findings.Add(FaultCatalog.InventoryDoesNotParse, new Mark(1, 1), "the file is empty", "Write a first file with: dotnet remotedeploy init");
                return null;
        }

        var node = ReadNode(Next(), 0);
        if (node is not null && Next() is DocumentEnd && Next() is DocumentStart second)
        {
            Refuse(second.Start, "a second document starts here", "Keep one document in the file; remove the line ---");
        }

        return node;
    }

    /// <summary>The parser's next event; null when the text is malformed, which the findings then say.</summary>
    private ParsingEvent? Next()
    {
        try
        {
            if (parser.MoveNext() && parser.Current is { } current)
            {
                reached = current.End;
                return current;
            }
        }
        catch (YamlException malformed)
        {
            if (!malformed.Message.Contains(" tab ", StringComparison.Ordinal) || !RefuseTab((int)malformed.Start.Line))
            {
                Refuse(malformed.Start, $"the YAML is malformed: {SafeText.Line(malformed.Message.TrimEnd('.'), 200)}", QuoteIt);
            }

            return null;
        }
#pragma warning disable CA1031 // YamlDotNet throws InvalidOperationException and ArgumentException for some malformed texts; only its code runs here.
        catch (Exception)
#pragma warning restore CA1031
        {
            // Told below, as for the texts at which the parser just stops.
        }

        Refuse(reached, "the YAML is malformed somewhere after this place", QuoteIt);
        return null;
    }

    // The parser tells of a tab where what it is in began.
    private bool RefuseTab(int from)
    {
        foreach (var (number, line) in text.Split('\n').Index().Skip(from - 1))
        {
            var column = line.AsSpan().IndexOfAnyExcept(' ');
            if (column >= 0 && line[column] == '\t')
            {
                findings.Add(FaultCatalog.InventoryDoesNotParse, new Mark(number + 1, column + 1), "a tab in the indentation, where YAML takes blanks only", "Indent with blanks");
                return true;
            }
        }

        return false;
    }

    /// <summary>The node that starts with an event; null where reading ends, with a finding.</summary>
    private Node? ReadNode(ParsingEvent? current, int depth)
    {
        if (current is null)
        {
            return null;
        }

        if (depth >= Deepest)
        {
            Refuse(current.Start, $"values are nested more than {Deepest} deep", null);
            return null;
        }

        var at = MarkOf(current.Start);
        var refused = RefuseSpecial(current);
        Node? node = current switch
        {
            Scalar scalar => new Node.Scalar(scalar.Value, scalar.Style == ScalarStyle.Plain, at),
            SequenceStart => ReadSequence(at, depth),
            MappingStart => ReadMapping(at, depth),
            _ => new Node.Refused(at),
        };
        return refused && node is not null ? new Node.Refused(at) : node;
    }

    private Node.Sequence? ReadSequence(Mark at, int depth)
    {
        var items = new List<Node>();
        while (Next() is var start and not SequenceEnd)
        {
            if (ReadNode(start, depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new Node.Sequence(items, at);
    }

    private Node.Mapping? ReadMapping(Mark at, int depth)
    {
        var mapping = new MappingBuilder(findings, at);
        while (Next() is var start and not MappingEnd)
        {
            if (ReadNode(start, depth + 1) is not { } key || ReadNode(Next(), depth + 1) is not { } value)
            {
                return null;
            }

            AddEntry(mapping, key, value);
        }

        return mapping.Build();
    }

    private void AddEntry(MappingBuilder mapping, Node key, Node value)
    {
        switch (key)
        {
            case Node.Scalar { Text: "<<", IsPlain: true }:
                findings.Add(FaultCatalog.InventoryDoesNotParse, key.At, "merge keys (<<) are refused", "Use defaults: for what all hosts share");
                break;
            case Node.Scalar scalar:
                mapping.Add(scalar, value);
                break;
            case not Node.Refused:
                findings.Add(FaultCatalog.InventoryDoesNotParse, key.At, $"a key is a text, not {key.Kind}", QuoteIt);
                break;
        }
    }

    private bool RefuseSpecial(ParsingEvent current)
    {
        if (current is AnchorAlias alias)
        {
            Refuse(current.Start, $"aliases are refused: *{SafeText.Line(alias.Value.Value, 80)}", "Put quotes around a glob that starts with *");
            return true;
        }

        if (current is not NodeEvent node)
        {
            return false;
        }

        if (!node.Anchor.IsEmpty)
        {
            Refuse(node.Start, $"anchors are refused: &{SafeText.Line(node.Anchor.Value, 80)}", "Write the values out, or put quotes around a text that starts with &");
            return true;
        }

        if (!node.Tag.IsEmpty)
        {
            Refuse(node.Start, $"YAML tags are refused: {SafeText.Line(node.Tag.Value, 80)}", "Put quotes around a selector that starts with !");
            return true;
        }

        return false;
    }

    private void Refuse(YamlDotNet.Core.Mark at, string message, string? advice) =>
        findings.Add(FaultCatalog.InventoryDoesNotParse, MarkOf(at), message, advice);

    private static Mark MarkOf(YamlDotNet.Core.Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
