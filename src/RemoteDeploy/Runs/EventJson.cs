using System.Globalization;
using System.Text;
using System.Text.Json;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;

namespace RemoteDeploy.Runs;

/// <summary>Events as a line of JSON for events.jsonl, and as a line of text for a host's log.</summary>
internal static class EventJson
{
    /// <summary>One event as JSON on one line.</summary>
    public static string Line(RunEvent runEvent)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time", runEvent.Time.UtcDateTime);
            json.WriteString("event", Name(runEvent));
            if (runEvent.Host is not null)
            {
                json.WriteString("host", runEvent.Host);
            }

            WriteFields(json, runEvent);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>One event as text.</summary>
    public static string Text(RunEvent runEvent) => string.Create(CultureInfo.InvariantCulture, $"{runEvent.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} ") + runEvent switch
    {
        PhaseStarted started => started.Detail is null ? started.Phase.ToString() : $"{started.Phase}: {SafeText.Line(started.Detail)}",
        Faulted faulted => faulted.Fault.ToString(),
        Noted noted => noted.Text,
        OutputWritten output => (output.IsError ? "err| " : "out| ") + SafeText.Line(output.Line),
        SuiteFinished suite => string.Create(CultureInfo.InvariantCulture, $"suite {suite.Suite.Suite}: {suite.Suite.Passed} passed, {suite.Suite.Failed} failed, {suite.Suite.Skipped} skipped"),
        UnitFinished unit => $"unit {SafeText.Line(unit.Unit.Unit ?? unit.Suite, 200)} of {SafeText.Line(unit.Suite)} {PoolWords.Of(unit.Unit)} in {Amount.Time(unit.Unit.Duration)}{Codes(unit)}",
        PoolProgressed progress => PoolWords.Progress(progress, progress.Time),
        HostFinished finished => $"outcome {finished.Report.Outcome}",
        _ => Name(runEvent),
    };

    private static string Name(RunEvent runEvent) => JsonNamingPolicy.CamelCase.ConvertName(runEvent.GetType().Name);

    private static string Codes(UnitFinished unit) => unit.Unit.Passed ? "" : $" ({string.Join(", ", unit.Unit.Faults.Select(fault => fault.Code.ToString()).Distinct(StringComparer.Ordinal))})";

    private static void WriteFields(Utf8JsonWriter json, RunEvent runEvent)
    {
        switch (runEvent)
        {
            case RunStarted started:
                json.WriteString("run", started.RunId);
                json.WriteString("verb", started.Verb);
                json.WriteNumber("hosts", started.Hosts.Count);
                break;
            case PayloadReady payload:
                json.WriteNumber("files", payload.Files);
                json.WriteNumber("bytes", payload.Bytes);
                json.WriteString("manifest", payload.Manifest);
                break;
            case PhaseStarted phase:
                json.WriteString("phase", JsonNamingPolicy.CamelCase.ConvertName(phase.Phase.ToString()));
                json.WriteString("detail", phase.Detail);
                break;
            case Transferred transferred:
                json.WriteNumber("bytesDone", transferred.BytesDone);
                json.WriteNumber("bytesTotal", transferred.BytesTotal);
                break;
            case Faulted faulted:
                json.WriteString("code", faulted.Fault.Code.ToString());
                json.WriteString("message", faulted.Fault.ToSentence());
                break;
            case Noted noted:
                json.WriteString("text", noted.Text);
                break;
            case OutputWritten output:
                json.WriteBoolean("error", output.IsError);
                json.WriteString("line", output.Line);
                break;
            case SuiteFinished suite:
                json.WriteString("suite", suite.Suite.Suite);
                json.WriteNumber("passed", suite.Suite.Passed);
                json.WriteNumber("failed", suite.Suite.Failed);
                json.WriteNumber("skipped", suite.Suite.Skipped);
                json.WriteString("manifest", suite.Suite.Manifest);
                break;
            case UnitFinished or PoolProgressed:
                WritePool(json, runEvent);
                break;
            case HostFinished finished:
                json.WriteString("outcome", JsonNamingPolicy.CamelCase.ConvertName(finished.Report.Outcome.ToString()));
                json.WriteString("release", finished.Report.Release);
                break;
            case RunFinished finished:
                json.WriteNumber("exitCode", finished.Report.ExitCode);
                break;
        }
    }

    private static void WritePool(Utf8JsonWriter json, RunEvent runEvent)
    {
        switch (runEvent)
        {
            case UnitFinished unit:
                json.WriteString("suite", unit.Suite);
                UnitJson.WriteFields(json, unit.Unit);
                json.WriteString("release", unit.Stamp.Release);
                json.WriteString("manifest", unit.Stamp.Manifest);
                break;
            case PoolProgressed progress:
                json.WriteNumber("done", progress.Done);
                json.WriteNumber("total", progress.Total);
                json.WriteNumber("failed", progress.Failed);
                json.WriteCount("remainingSeconds", progress.Remaining is { } left ? (long)Math.Ceiling(left.TotalSeconds) : null);
                break;
        }
    }
}
