using System.Text.Json;
using RemoteDeploy.Results.Differences;

namespace RemoteDeploy.Reporting.Json;

/// <summary>What differs between failing and passing hosts, as JSON.</summary>
internal static class DifferenceJson
{
    public static void WriteArray(Utf8JsonWriter json, IEnumerable<TestDifference> differences)
    {
        json.WriteStartArray("differences");
        foreach (var difference in differences)
        {
            Write(json, difference);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, TestDifference one)
    {
        json.WriteStartObject();
        json.WriteString("suite", one.Suite);
        json.WriteText("test", one.Test);
        json.WriteString("manifest", one.Manifest);
        json.WriteNumber("failing", one.Difference.Failing);
        json.WriteNumber("passing", one.Difference.Passing);
        json.WriteEnum("kind", one.Difference.Kind);
        json.WritePropertyName("conditions");
        Write(json, one.Difference.Conditions);
        json.WriteStartArray("others");
        foreach (var other in one.Difference.Others)
        {
            Write(json, other);
        }

        json.WriteEndArray();
        json.WriteText("sentence", one.Difference.ToSentence());
        json.WriteString("failingHost", one.FailingHost);
        json.WriteString("passingHost", one.PassingHost);
        json.WriteTexts("output", one.Output);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<FactCondition> conditions)
    {
        json.WriteStartArray();
        foreach (var condition in conditions)
        {
            json.WriteStartObject();
            json.WriteString("fact", condition.Fact);
            json.WriteEnum("relation", condition.Relation);
            json.WriteString("value", condition.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
