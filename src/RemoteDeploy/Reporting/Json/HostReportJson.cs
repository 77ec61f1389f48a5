using System.Text.Json;

namespace RemoteDeploy.Reporting.Json;

/// <summary>What a run did on one host, as JSON.</summary>
internal static class HostReportJson
{
    public static void Write(Utf8JsonWriter json, HostReport host)
    {
        json.WriteStartObject();
        json.WriteString("host", host.Host.Name);
        json.WriteEnum("outcome", host.Outcome);
        json.WriteEnum("phase", host.Phase);
        WriteRelease(json, host);
        FaultJson.WriteArray(json, "faults", host.Faults);
        json.WriteTexts("notes", host.Notes);
        json.WriteNumber("tries", host.Tries);
        json.WriteTexts("leftBehind", host.LeftBehind);
        WriteTimings(json, host.Timings);
        json.WriteStartArray("suites");
        foreach (var suite in host.Suites)
        {
            SuiteJson.Write(json, suite);
        }

        json.WriteEndArray();
        json.WriteStartArray("jobs");
        foreach (var job in host.Jobs)
        {
            JobsJson.Write(json, job);
        }

        json.WriteEndArray();
        WriteCommand(json, host.Command);
        FactsJson.Write(json, host.Facts);
        json.WriteEndObject();
    }

    private static void WriteRelease(Utf8JsonWriter json, HostReport host)
    {
        json.WriteText("release", host.Release);
        json.WriteText("previousRelease", host.PreviousRelease);
        json.WriteText("manifest", host.Manifest);
        json.WriteNumber("files", host.Files);
        json.WriteNumber("bytes", host.Bytes);
        json.WriteNumber("filesSent", host.FilesSent);
        json.WriteNumber("bytesSent", host.BytesSent);
        json.WriteNumber("bytesOnWire", host.BytesOnWire);
        json.WriteNumber("bytesRelayed", host.BytesRelayed);
        json.WriteNumber("filesReused", host.FilesReused);
        json.WriteText("verified", host.Verified is { } how ? JsonValues.CamelCase(how) : null);
        json.WriteNumber("filesRecorded", host.FilesRecorded);
    }

    private static void WriteTimings(Utf8JsonWriter json, IEnumerable<PhaseTiming> timings)
    {
        json.WriteStartArray("timings");
        foreach (var timing in timings)
        {
            json.WriteStartObject();
            json.WriteEnum("phase", timing.Phase);
            json.WriteSeconds("seconds", timing.Duration);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCommand(Utf8JsonWriter json, CommandReport? command)
    {
        if (command is null)
        {
            json.WriteNull("command");
            return;
        }

        json.WriteStartObject("command");
        json.WriteCount("exitCode", command.ExitCode);
        json.WriteString("stdout", command.Output);
        json.WriteString("stderr", command.Error);
        json.WriteSeconds("seconds", command.Duration);
        json.WriteEndObject();
    }
}
