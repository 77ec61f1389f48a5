using System.Text;
using System.Text.Json;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Inventory.Documents;

/// <summary>Reads JSON (comments and trailing commas allowed) into nodes with line and column, which JsonDocument does not keep.</summary>
internal ref struct JsonDocumentReader
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly Findings findings;
    private Utf8JsonReader reader;
    private int line;
    private int lineStart;
    private int counted;

    private JsonDocumentReader(ReadOnlySpan<byte> bytes, Findings findings)
    {
        this.bytes = bytes;
        this.findings = findings;
        line = 1;
        reader = new Utf8JsonReader(bytes, new JsonReaderOptions
        {
            CommentHandling = JsonCommentHandling.Skip,
            AllowTrailingCommas = true,
            MaxDepth = YamlDocument.Deepest,
        });
    }

    /// <summary>The document's node; null when the text is malformed, which the findings then say.</summary>
    /// <param name="bytes">UTF-8 text.</param>
    /// <param name="findings">Takes what is wrong.</param>
    internal static Node? Read(ReadOnlySpan<byte> bytes, Findings findings)
    {
        var document = new JsonDocumentReader(bytes, findings);
        try
        {
            document.reader.Read();
            var node = document.ReadNode();
            document.reader.Read();
            return node;
        }
        catch (JsonException malformed)
        {
            var at = new Mark((int)(malformed.LineNumber ?? 0) + 1, (int)(malformed.BytePositionInLine ?? 0) + 1);
            findings.Add(FaultCatalog.InventoryDoesNotParse, at, $"the JSON is malformed: {SafeText.Line(WithoutPlace(malformed.Message), 200)}");
            return null;
        }
    }

    private Node ReadNode()
    {
        var at = MarkHere();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return ReadMapping(at);
            case JsonTokenType.StartArray:
                var items = new List<Node>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(ReadNode());
                }

                return new Node.Sequence(items, at);
            case JsonTokenType.String:
                return ReadText(at);
            case JsonTokenType.Null:
                return new Node.Scalar("", IsPlain: true, at);
            default:
                return new Node.Scalar(Encoding.UTF8.GetString(reader.ValueSpan), IsPlain: true, at);
        }
    }

    private Node.Mapping ReadMapping(Mark at)
    {
        var mapping = new MappingBuilder(findings, at);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var key = ReadText(MarkHere());
            reader.Read();
            var value = ReadNode();
            if (key is Node.Scalar text)
            {
                mapping.Add(text, value);
            }
        }

        return mapping.Build();
    }

    private readonly Node ReadText(Mark at)
    {
        try
        {
            return new Node.Scalar(reader.GetString() ?? "", IsPlain: false, at);
        }
        catch (InvalidOperationException)
        {
            // GetString refuses half of a surrogate pair written as an escape; there is no method that asks first.
            findings.Add(FaultCatalog.InventoryDoesNotParse, at, "a text has an escape that is no character, such as \\ud800");
            return new Node.Refused(at);
        }
    }

    /// <summary>The place of the present token. Lines are counted once, forwards.</summary>
    private Mark MarkHere()
    {
        var index = (int)reader.TokenStartIndex;
        for (; counted < index; counted++)
        {
            if (bytes[counted] == (byte)'\n')
            {
                line++;
                lineStart = counted + 1;
            }
        }

        return new Mark(line, Encoding.UTF8.GetCharCount(bytes[lineStart..index]) + 1);
    }

    /// <summary>The reader's message ends in its own line and position, from 0, which would contradict ours.</summary>
    private static string WithoutPlace(string message)
    {
        var place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (place < 0 ? message : message[..place]).TrimEnd('.');
    }
}
