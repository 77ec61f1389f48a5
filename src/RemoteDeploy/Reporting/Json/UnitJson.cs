using System.Text.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Json;

/// <summary>One try at a unit on one host, as JSON. Its tests are not there: <c>results.jsonl</c> has every try at every test.</summary>
internal static class UnitJson
{
    public static void Write(Utf8JsonWriter json, UnitReport unit)
    {
        json.WriteStartObject();
        WriteFields(json, unit);
        json.WriteEndObject();
    }

    /// <summary>The same as fields of an object that is open.</summary>
    public static void WriteFields(Utf8JsonWriter json, UnitReport unit)
    {
        json.WriteText("unit", unit.Unit);
        json.WriteNumber("number", unit.Number);
        json.WriteString("started", unit.Started.UtcDateTime);
        json.WriteSeconds("seconds", unit.Duration);
        json.WriteString("job", unit.Job);
        json.WriteBoolean("final", unit.IsFinal);
        json.WriteBoolean("succeeded", unit.Passed);
        json.WriteCount("exitCode", unit.ExitCode);
        json.WriteNumber("passed", Count(unit, TestOutcome.Passed));
        json.WriteNumber("failed", Count(unit, TestOutcome.Failed));
        json.WriteNumber("skipped", Count(unit, TestOutcome.Skipped));
        json.WriteTexts("codes", unit.Faults.Select(fault => fault.Code.ToString()).Distinct(StringComparer.Ordinal));
    }

    private static int Count(UnitReport unit, TestOutcome outcome) => unit.Tests.Count(test => test.Outcome == outcome);
}
