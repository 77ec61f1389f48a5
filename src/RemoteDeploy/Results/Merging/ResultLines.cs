using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Merging;

/// <summary>Every try at every test as one line of JSON: <c>results.jsonl</c>. <c>docs/json.md</c> has its fields.</summary>
public static class ResultLines
{
    // As in all documents: nothing but printable ASCII and no #, so that a line can be printed anywhere.
    private static readonly JsonWriterOptions Options = ReportJson.Options with { Indented = false };

    /// <summary>Writes all tries.</summary>
    /// <param name="run">The results.</param>
    /// <param name="output">Takes the lines, UTF-8; left open.</param>
    public static void Write(MergedRun run, Stream output)
    {
        using var json = new Utf8JsonWriter(output, Options);
        foreach (var test in run.Groups.SelectMany(group => group.Tests))
        {
            foreach (var attempt in test.Attempts)
            {
                Write(json, run.RunId, test, attempt);
                json.Flush();
                json.Reset();
                output.WriteByte((byte)'\n');
            }
        }
    }

    /// <summary>Reads a file, line by line as it is asked for: each test with all its tries. What is not whole is passed over.</summary>
    /// <param name="file">Path of the file; without one there are no tests.</param>
    internal static IEnumerable<MergedTest> Read(string file)
    {
        if (!File.Exists(file))
        {
            yield break;
        }

        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(stream);
        var tries = new List<TestAttempt>();
        while (reader.ReadLine() is { } line)
        {
            if (!TryParse(line, out var attempt, out var isFinal))
            {
                continue;
            }

            tries.Add(attempt);
            if (isFinal)
            {
                yield return new MergedTest([.. tries]);
                tries.Clear();
            }
        }
    }

    /// <summary>Reads a line, for instance to run again what failed.</summary>
    /// <returns>False for a line that is none, such as one that was not written to its end.</returns>
    public static bool TryParse(string line, [NotNullWhen(true)] out TestAttempt? attempt) => TryParse(line, out attempt, out _);

    private static bool TryParse(string line, [NotNullWhen(true)] out TestAttempt? attempt, out bool isFinal)
    {
        (attempt, isFinal) = (null, false);
        try
        {
            using var document = JsonDocument.Parse(line);
            var json = document.RootElement;
            if (json.ValueKind == JsonValueKind.Object && Text(json, "suite") is { } suite && Text(json, "host") is { } host && Read(json) is { } result)
            {
                isFinal = Flag(json, "final");
                attempt = new TestAttempt(suite, host, result)
                {
                    Unit = Text(json, "unit"),
                    Number = Number(json, "attempt") ?? 1,
                    Stamp = Text(json, "release") is { } release && Text(json, "manifest") is { } manifest ? new ResultStamp(host, release, manifest) : null,
                };
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }

        return attempt is not null;
    }

    private static void Write(Utf8JsonWriter json, string run, MergedTest test, TestAttempt attempt)
    {
        var result = attempt.Result;
        json.WriteStartObject();
        json.WriteString("run", run);
        json.WriteString("suite", attempt.Suite);
        json.WriteString("host", attempt.Host);
        json.WriteText("unit", attempt.Unit);
        json.WriteNumber("attempt", attempt.Number);
        json.WriteBoolean("final", ReferenceEquals(attempt, test.Final));
        json.WriteBoolean("flaky", test.Flaky);
        json.WriteText("release", attempt.Stamp?.Release);
        json.WriteText("manifest", attempt.Stamp?.Manifest);
        json.WriteString("name", result.Name);
        json.WriteText("class", result.Class);
        json.WriteText("method", result.Method);
        json.WriteEnum("outcome", result.Outcome);
        json.WriteSeconds("seconds", result.Duration);
        json.WriteText("message", result.Message);
        json.WriteText("stackTrace", result.StackTrace);
        FaultJson.WriteLocation(json, result.Location);
        json.WriteText("output", result.Output);
        json.WriteEndObject();
    }

    private static TestResult? Read(JsonElement json)
    {
        if (Text(json, "name") is not { } name || !Enum.TryParse<TestOutcome>(Text(json, "outcome"), ignoreCase: true, out var outcome) || !Enum.IsDefined(outcome))
        {
            return null;
        }

        var seconds = json.TryGetProperty("seconds", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number is >= 0 and < 1e9 ? number : 0;
        return new TestResult(name, outcome, TimeSpan.FromSeconds(seconds))
        {
            Class = Text(json, "class"),
            Method = Text(json, "method"),
            Message = Text(json, "message"),
            StackTrace = Text(json, "stackTrace"),
            Output = Text(json, "output"),
            Flaky = outcome == TestOutcome.Passed && Flag(json, "flaky") && Flag(json, "final"),
            Location = Text(json, "file") is { } file ? new SourceLocation(file, Number(json, "line") ?? 0, Number(json, "column") ?? 0) : null,
        };
    }

    private static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static int? Number(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : null;
}
