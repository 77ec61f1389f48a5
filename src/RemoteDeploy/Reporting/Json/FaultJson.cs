using System.Text.Json;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Reporting.Json;

/// <summary>A fault as JSON.</summary>
internal static class FaultJson
{
    public static void WriteArray(Utf8JsonWriter json, string name, IEnumerable<Fault> faults)
    {
        json.WriteStartArray(name);
        foreach (var fault in faults)
        {
            Write(json, fault);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Fault fault)
    {
        json.WriteStartObject();
        json.WriteString("code", fault.Code.ToString());
        json.WriteEnum("category", fault.Code.Category);
        json.WriteString("message", fault.Message);
        json.WriteText("host", fault.Host);
        json.WriteText("phase", fault.Phase is { } phase ? JsonValues.CamelCase(phase) : null);
        json.WriteText("test", fault.Test);
        json.WriteText("path", fault.Path);
        json.WriteText("expected", fault.Expected);
        json.WriteText("found", fault.Found);
        json.WriteText("try", fault.Try);
        WriteLocation(json, fault.Location);
        json.WriteEndObject();
    }

    /// <summary>Writes <c>file</c>, <c>line</c>, <c>column</c>; null where not known.</summary>
    public static void WriteLocation(Utf8JsonWriter json, SourceLocation? location)
    {
        json.WriteText("file", location?.File);
        json.WriteCount("line", location is { Line: > 0 } ? location.Line : null);
        json.WriteCount("column", location is { Column: > 0 } ? location.Column : null);
    }
}
