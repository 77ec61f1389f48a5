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

    private readonly Parser parser;
    private readonly Findings findings;
    private YamlDotNet.Core.Mark lastEnd;
    private bool tooDeep;

    private YamlDocument(string text, Findings findings)
    {
        parser = new Parser(new StringReader(text));
        this.findings = findings;
    }

    /// <summary>The document's node; null when there is none or the text is malformed, which the findings then say.</summary>
    internal static Node? Read(string text, Findings findings)
    {
        var document = new YamlDocument(text, findings);
        try
        {
            return document.ReadStream();
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or EndOfStreamException)
        {
            // YamlDotNet throws these for some malformed texts, such as a document end inside quotes, and then knows no place.
            findings.Add(FaultCatalog.InventoryDoesNotParse, MarkOf(document.lastEnd), "the YAML is malformed somewhere after this place", QuoteIt);
            return null;
        }
        catch (YamlException malformed)
        {
            findings.Add(FaultCatalog.InventoryDoesNotParse, MarkOf(malformed.Start), $"the YAML is malformed: {SafeText.Line(Shorten(malformed.Message), 200)}", QuoteIt);
            return null;
        }
    }

    private Node? ReadStream()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            findings.Add(FaultCatalog.InventoryDoesNotParse, new Mark(1, 1), "the file is empty", "Write a first file with: dotnet remotedeploy init");
            return null;
        }

        var node = ReadNode(0);
        if (tooDeep)
        {
            return null;
        }

        parser.Consume<DocumentEnd>();
        if (parser.Accept<DocumentStart>(out var second))
        {
            Refuse(second.Start, "a second document starts here", "Keep one document in the file; remove the line ---");
        }

        return node;
    }

    /// <summary>Null only when the document is too deep, where reading ends.</summary>
    private Node? ReadNode(int depth)
    {
        var current = parser.Consume<ParsingEvent>();
        lastEnd = current.End;
        var at = MarkOf(current.Start);
        var refused = RefuseSpecial(current);
        if (depth >= Deepest)
        {
            Refuse(current.Start, $"values are nested more than {Deepest} deep", null);
            tooDeep = true;
            return null;
        }

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
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            if (ReadNode(depth + 1) is not { } item)
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
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (ReadNode(depth + 1) is not { } key || ReadNode(depth + 1) is not { } value)
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

    private static string Shorten(string message) => message.TrimEnd('.');
}
