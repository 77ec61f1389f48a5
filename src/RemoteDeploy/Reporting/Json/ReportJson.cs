using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace RemoteDeploy.Reporting.Json;

/// <summary>
/// A report as one JSON document of the schema <c>remotedeploy/1</c>: what the tool prints with <c>--json</c> and what
/// <c>summary.json</c> of a run folder holds. Every field is always there; what is not known is null.
/// </summary>
public static class ReportJson
{
    /// <summary>Name and version of the schema. The version rises when a field is removed or changes its meaning, not when one is added.</summary>
    public const string Schema = "remotedeploy/1";

    /// <summary>
    /// Host text stands in the document, and documents are printed to CI logs: everything outside ASCII is escaped, and so is
    /// <c>#</c>, which begins the commands of Azure Pipelines and GitHub Actions.
    /// </summary>
    internal static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = SafeEncoder() };

    /// <summary>Writes the document, UTF-8 without a byte order mark, with a line feed at the end.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Takes the document; left open.</param>
    public static void Write(RunReport report, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            WriteHeader(json, report);
            FaultJson.WriteArray(json, "faults", report.Faults);
            json.WriteStartArray("hosts");
            foreach (var host in report.Hosts)
            {
                HostReportJson.Write(json, host);
            }

            json.WriteEndArray();
            PoolJson.Write(json, report.Pool);
            DifferenceJson.WriteArray(json, report.Differences);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteHeader(Utf8JsonWriter json, RunReport report)
    {
        json.WriteString("schema", Schema);
        json.WriteString("verb", report.Verb);
        json.WriteText("runId", report.RunId.Length == 0 ? null : report.RunId);
        json.WriteText("app", report.App);
        json.WriteText("manifest", report.Manifest);
        json.WriteText("runFolder", report.RunFolder);
        json.WriteText("page", report.Page);
        json.WriteString("started", report.Started.UtcDateTime);
        json.WriteSeconds("durationSeconds", report.Duration);
        json.WriteBoolean("cancelled", report.Cancelled);
        json.WriteNumber("exitCode", report.ExitCode);
        json.WriteBoolean("succeeded", report.Succeeded);
    }

    private static JavaScriptEncoder SafeEncoder()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.BasicLatin);
        settings.ForbidCharacter('#');
        return JavaScriptEncoder.Create(settings);
    }
}
