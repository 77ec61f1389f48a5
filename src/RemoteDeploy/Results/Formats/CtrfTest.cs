using System.Text;
using System.Text.Json;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>One test of a CTRF report, member by member. Members of another kind than the format says are passed over.</summary>
internal sealed class CtrfTest
{
    private const int MaxLines = 2000;

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);
    private double milliseconds;
    private int line;
    private bool flaky;

    /// <summary>Takes one member.</summary>
    public void Take(ref Utf8JsonReader json, string name)
    {
        switch (name, json.TokenType)
        {
            case ("name" or "status" or "message" or "trace" or "suite" or "filePath", JsonTokenType.String):
                texts[name] = json.GetString()!;
                break;
            case ("duration", JsonTokenType.Number):
                milliseconds = json.TryGetDouble(out var number) && number is >= 0 and < 1e12 ? number : 0;
                break;
            case ("line", JsonTokenType.Number):
                line = json.TryGetInt32(out var at) && at > 0 ? at : 0;
                break;
            case ("flaky", JsonTokenType.True):
                flaky = true;
                break;
            case ("stdout" or "stderr", JsonTokenType.StartArray):
                texts[name] = Lines(ref json);
                break;
            case ("extra", JsonTokenType.StartObject):
                CtrfFormat.ReadObject(ref json, TakeExtra);
                break;
            default:
                json.Skip();
                break;
        }
    }

    /// <summary>What was taken, as a result.</summary>
    public TestResult ToResult()
    {
        var outcome = Outcome(Text("status"));
        return new TestResult(Text("name") is { Length: > 0 } name ? name : "(no name)", outcome, TimeSpan.FromMilliseconds(milliseconds))
        {
            Class = Text("type"),
            Method = Text("method"),
            Message = TestText.Message(Text("message") ?? Text("reason")),
            StackTrace = TestText.Message(Text("trace")),
            Location = StackTraces.FirstLocation(Text("trace")) ?? (Text("filePath") is { Length: > 0 } file ? new SourceLocation(file, line) : null),
            Output = TestText.Output(Text("stdout"), Text("stderr")),
            Flaky = flaky && outcome == TestOutcome.Passed,
        };
    }

    // xunit.v3 puts class, method and the reason of a skip here.
    private void TakeExtra(ref Utf8JsonReader json, string name)
    {
        if (name is "type" or "method" or "reason" && json.TokenType == JsonTokenType.String)
        {
            texts[name] = json.GetString()!;
        }
        else
        {
            json.Skip();
        }
    }

    private static string Lines(ref Utf8JsonReader json)
    {
        var (text, lines) = (new StringBuilder(), 0);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (json.TokenType == JsonTokenType.String && lines++ < MaxLines)
            {
                text.Append(json.GetString()).Append('\n');
            }
            else
            {
                json.Skip();
            }
        }

        return lines > MaxLines ? text.Append("… (").Append(lines - MaxLines).Append(" more lines)\n").ToString() : text.ToString();
    }

    private string? Text(string name) => texts.GetValueOrDefault(name);

    // "other" and words that are not known are failures, as everywhere.
    private static TestOutcome Outcome(string? status) => status switch
    {
        "passed" => TestOutcome.Passed,
        "skipped" or "pending" => TestOutcome.Skipped,
        _ => TestOutcome.Failed,
    };
}
