using System.Text.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Runs;

/// <summary>How suites are to be run, for request.json. Variables of suites are left out: they may be secrets.</summary>
internal static class TestOptionsJson
{
    /// <summary>Writes what was asked for.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<TestSuite> suites, TestOptions tests)
    {
        json.WriteString("filter", tests.Filter?.ToString());
        WriteNumber(json, "maxFailures", tests.MaxFailures);
        json.WriteBoolean("failOnFlaky", tests.FailOnFlaky);
        json.WriteString("history", tests.HistoryFile);
        json.WriteStartArray("suiteSettings");
        foreach (var suite in suites)
        {
            Write(json, suite);
        }

        json.WriteEndArray();
        if (tests.Only is not { } only)
        {
            return;
        }

        json.WriteStartObject("only");
        foreach (var (suite, selection) in only.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject(suite);
            RequestJson.WriteStrings(json, "names", selection.Names);
            RequestJson.WriteStrings(json, "hosts", selection.Hosts);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, TestSuite suite)
    {
        json.WriteStartObject();
        json.WriteString("name", suite.Name);
        json.WriteString("tests", suite.TestAssembly);
        json.WriteString("command", suite.Command);
        RequestJson.WriteStrings(json, "arguments", suite.Arguments);
        json.WriteString("results", suite.Results);
        json.WriteNumber("timeoutSeconds", suite.Timeout.TotalSeconds);
        json.WriteString("on", suite.On);
        json.WriteString("mode", SuiteModes.Words[(int)suite.Mode]);
        json.WriteString("unit", suite.Mode == SuiteMode.Pool ? Pool.UnitSizes.Words[(int)suite.Unit] : null);
        RequestJson.WriteStrings(json, "units", suite.Units.Select(unit => unit.Name));
        RequestJson.WriteStrings(json, "unitsFrom", suite.UnitsFrom);
        json.WriteNumber("retries", suite.Retries);
        RequestJson.WriteStrings(json, "requires", suite.Requires.Select(requirement => requirement.ToString()));
        json.WriteString("spares", suite.Spares);
        RequestJson.WriteStrings(json, "setUp", suite.SetUp);
        RequestJson.WriteStrings(json, "tearDown", suite.TearDown);
        RequestJson.WriteStrings(json, "artifacts", suite.Artifacts);
        json.WriteNumber("artifactsCap", suite.ArtifactsCap);
        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, int? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
