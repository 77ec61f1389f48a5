using System.Text;
using System.Text.Json;
using RemoteDeploy.Reporting.Json;

namespace RemoteDeploy.Results.Formats;

/// <summary>Copies a CTRF report with a stamp in its <c>extra</c>, the object that the format leaves to others.</summary>
internal static class CtrfStamp
{
    // As deep as what was read, and the stamp.
    private static readonly JsonWriterOptions Options = ReportJson.Options with { MaxDepth = 128 };

    /// <summary>Copies.</summary>
    public static void Write(ReadOnlySpan<byte> content, string to, ResultStamp stamp)
    {
        using var file = File.Create(to);
        using var writer = new Utf8JsonWriter(file, Options);
        var json = new Utf8JsonReader(CtrfFormat.WithoutMark(content), CtrfFormat.Options);
        var (depth, stamped) = (0, false);
        while (json.Read())
        {
            if (depth == 1 && json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("extra"u8))
            {
                depth += WriteExtra(ref json, writer, stamped ? null : stamp);
                stamped = true;
                continue;
            }

            if (depth == 1 && json.TokenType == JsonTokenType.EndObject && !stamped)
            {
                WriteStamp(writer, stamp);
                writer.WriteEndObject();
            }

            depth += WriteToken(ref json, writer);
        }
    }

    // The stamp goes into an extra that is there. One that is no object, or a second one, is left out: nobody could read it.
    private static int WriteExtra(ref Utf8JsonReader json, Utf8JsonWriter writer, ResultStamp? stamp)
    {
        json.Read();
        if (stamp is null)
        {
            json.Skip();
            return 0;
        }

        WriteStamp(writer, stamp);
        if (json.TokenType == JsonTokenType.StartObject)
        {
            return 1;
        }

        json.Skip();
        writer.WriteEndObject();
        return 0;
    }

    private static void WriteStamp(Utf8JsonWriter writer, ResultStamp stamp)
    {
        writer.WriteStartObject("extra");
        foreach (var (name, value) in stamp.Properties)
        {
            writer.WriteString(name, value);
        }
    }

    // How much deeper the token leads.
    private static int WriteToken(ref Utf8JsonReader json, Utf8JsonWriter writer)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                return 1;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                return 1;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                return -1;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                return -1;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(TextOf(ref json));
                return 0;
            case JsonTokenType.String:
                writer.WriteStringValue(TextOf(ref json));
                return 0;
            default:
                // Numbers as they are spelled, true, false and null.
                writer.WriteRawValue(json.ValueSpan, skipInputValidation: true);
                return 0;
        }
    }

    // Half of a surrogate pair is no text: such a value is kept as it is spelled.
    private static string TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }
}
