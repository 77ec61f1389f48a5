using System.Text.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Reporting.Json;

/// <summary>What a suite did on one host, as JSON.</summary>
internal static class SuiteJson
{
    public static void Write(Utf8JsonWriter json, SuiteReport suite)
    {
        json.WriteStartObject();
        json.WriteString("suite", suite.Suite);
        json.WriteEnum("mode", suite.Mode);
        json.WriteText("release", suite.Release);
        json.WriteText("manifest", suite.Manifest);
        json.WriteBoolean("succeeded", suite.Succeeded);
        json.WriteCount("exitCode", suite.ExitCode);
        JobsJson.WriteEnd(json, "job", suite.Job);
        json.WriteTime("started", suite.Started);
        json.WriteSeconds("seconds", suite.Duration);
        json.WriteNumber("passed", suite.Passed);
        json.WriteNumber("failed", suite.Failed);
        json.WriteNumber("skipped", suite.Skipped);
        json.WriteNumber("flaky", suite.Flaky);
        json.WriteTexts("flakyUnits", suite.FlakyUnits);
        json.WriteStartArray("units");
        foreach (var unit in suite.Units)
        {
            UnitJson.Write(json, unit);
        }

        json.WriteEndArray();
        json.WriteStartArray("tests");
        foreach (var test in suite.Tests)
        {
            WriteTest(json, test);
        }

        json.WriteEndArray();
        json.WriteTexts("resultFiles", suite.Files);
        FaultJson.WriteArray(json, "faults", suite.Faults);
        json.WriteString("outputTail", suite.OutputTail);
        json.WriteText("replay", suite.Replay);
        json.WriteEndObject();
    }

    private static void WriteTest(Utf8JsonWriter json, TestResult test)
    {
        json.WriteStartObject();
        json.WriteString("name", test.Name);
        json.WriteEnum("outcome", test.Outcome);
        json.WriteBoolean("flaky", test is { Flaky: true, Outcome: TestOutcome.Passed });
        json.WriteSeconds("seconds", test.Duration);
        json.WriteText("message", test.Message);
        json.WriteText("stackTrace", test.StackTrace);
        FaultJson.WriteLocation(json, test.Location);
        json.WriteEndObject();
    }
}
