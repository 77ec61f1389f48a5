using System.Text.Json;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting.Json;

/// <summary>Pages of the fault catalog as one JSON document: what <c>explain --json</c> prints.</summary>
public static class CatalogJson
{
    /// <summary>Writes the document, UTF-8, with a line feed at the end.</summary>
    /// <param name="pages">The pages.</param>
    /// <param name="output">Takes the document; left open.</param>
    public static void Write(IReadOnlyList<FaultDescriptor> pages, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, ReportJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", ReportJson.Schema);
            json.WriteString("verb", "explain");
            json.WriteNumber("exitCode", ExitCodes.Success);
            json.WriteBoolean("succeeded", value: true);
            FaultJson.WriteArray(json, "faults", []);
            json.WriteStartArray("codes");
            foreach (var page in pages)
            {
                Write(json, page);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, FaultDescriptor page)
    {
        json.WriteStartObject();
        json.WriteString("code", page.Code.ToString());
        json.WriteEnum("category", page.Code.Category);
        json.WriteNumber("categoryExitCode", ExitCodes.Of(page.Code.Category));
        json.WriteString("title", page.Title);
        json.WriteString("cause", page.Cause);
        json.WriteString("leftBehind", page.LeftBehind);
        json.WriteString("fix", page.Fix);
        json.WriteEndObject();
    }
}
