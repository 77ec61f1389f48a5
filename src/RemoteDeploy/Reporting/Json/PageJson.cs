using System.Text.Json;
using RemoteDeploy.Reporting.Stored;

namespace RemoteDeploy.Reporting.Json;

/// <summary>What <c>report --json</c> prints: where the page is, and what is new against another run.</summary>
public static class PageJson
{
    /// <summary>Writes the document, UTF-8, with a line feed at the end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="page">Path of its page.</param>
    /// <param name="comparison">What is new; null without another run.</param>
    /// <param name="output">Takes the document; left open.</param>
    public static void Write(StoredRun run, string page, RunComparison? comparison, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, ReportJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("schema", ReportJson.Schema);
            json.WriteString("verb", "report");
            json.WriteNumber("exitCode", ExitCodes.Success);
            json.WriteBoolean("succeeded", value: true);
            FaultJson.WriteArray(json, "faults", []);
            json.WriteString("runId", run.Report.RunId);
            json.WriteString("runFolder", run.Folder);
            json.WriteString("page", page);
            json.WriteNumber("runExitCode", run.Report.ExitCode);
            WriteComparison(json, comparison);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteComparison(Utf8JsonWriter json, RunComparison? comparison)
    {
        if (comparison is null)
        {
            json.WriteNull("comparison");
            return;
        }

        json.WriteStartObject("comparison");
        json.WriteString("earlierRunId", comparison.EarlierRunId);
        WriteTests(json, "newlyFailing", comparison.NewlyFailing);
        WriteTests(json, "mended", comparison.Mended);
        WriteTests(json, "stillFailing", comparison.StillFailing);
        WriteTests(json, "newlyFlaky", comparison.NewlyFlaky);
        WriteTests(json, "added", comparison.Added);
        WriteTests(json, "gone", comparison.Gone);
        json.WriteStartArray("durations");
        foreach (var one in comparison.Durations)
        {
            json.WriteStartObject();
            json.WriteString("suite", one.Suite);
            json.WriteString("name", one.Name);
            json.WriteSeconds("earlierSeconds", one.Earlier);
            json.WriteSeconds("seconds", one.Now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("releases");
        foreach (var one in comparison.Releases)
        {
            json.WriteStartObject();
            json.WriteString("host", one.Host);
            json.WriteText("earlier", one.Earlier);
            json.WriteText("release", one.Now);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTests(Utf8JsonWriter json, string name, IEnumerable<ComparedTest> tests)
    {
        json.WriteStartArray(name);
        foreach (var test in tests)
        {
            json.WriteStartObject();
            json.WriteString("suite", test.Suite);
            json.WriteString("name", test.Name);
            json.WriteTexts("hosts", test.Hosts);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
