using System.Text.Json;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Reporting.Json;

/// <summary>The hosts that a selector picks, as one JSON document: what <c>hosts --json</c> prints.</summary>
public static class HostsJson
{
    /// <summary>Writes the document, UTF-8, with a line feed at the end.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="inventory">File they come from; null for none.</param>
    /// <param name="output">Takes the document; left open.</param>
    public static void Write(IReadOnlyList<Host> hosts, string? inventory, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, ReportJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", ReportJson.Schema);
            json.WriteString("verb", "hosts");
            json.WriteNumber("exitCode", ExitCodes.Success);
            json.WriteBoolean("succeeded", value: true);
            FaultJson.WriteArray(json, "faults", []);
            json.WriteText("inventory", inventory);
            json.WriteStartArray("hosts");
            foreach (var host in hosts)
            {
                Write(json, host);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter json, Host host)
    {
        json.WriteStartObject();
        json.WriteString("host", host.Name);
        json.WriteEnum("kind", host.Kind);
        json.WriteString("address", host.Address);
        json.WriteText("user", host.User);
        json.WriteCount("port", host.Port);
        json.WriteText("identity", host.Identity);
        json.WriteText("base", host.Base);
        json.WriteText("rid", host.Rid);
        json.WriteCount("score", host.Score == 0 ? null : host.Score);
        json.WriteTexts("tags", host.Tags);
        json.WriteTexts("groups", host.Groups);
        FaultJson.WriteLocation(json, host.Location);
        json.WriteEndObject();
    }
}
