using System.Text.Json;
using System.Text.Unicode;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>The Common Test Report Format (ctrf.io): JSON with <c>results.summary</c> and <c>results.tests</c>. Read token by token, without a tree.</summary>
internal static class CtrfFormat
{
    private const int MaxDepth = 64;

    /// <summary>How JSON of hosts is read.</summary>
    public static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    /// <summary>Reads a report.</summary>
    /// <param name="content">The file, UTF-8.</param>
    /// <exception cref="JsonException">It is not JSON, or nested too deeply.</exception>
    /// <exception cref="InvalidDataException">It is JSON, but not a report.</exception>
    public static ResultFile Read(ReadOnlySpan<byte> content)
    {
        if (!Utf8.IsValid(content))
        {
            throw new InvalidDataException("it is not UTF-8");
        }

        var json = new Utf8JsonReader(WithoutMark(content), Options);
        json.Read();
        var report = new Report();
        ReadObject(ref json, (ref Utf8JsonReader inner, string name) =>
        {
            if (name == "results" && inner.TokenType == JsonTokenType.StartObject)
            {
                ReadObject(ref inner, report.Take);
            }
            else
            {
                inner.Skip();
            }
        });

        // What follows the end makes it something else than a report.
        if (json.Read())
        {
            throw new InvalidDataException("something follows the end of the report");
        }

        return report.ToFile();
    }

    /// <summary>Leaves out a byte order mark, which some writers put before the report.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> content) => content.StartsWith("\uFEFF"u8) ? content[3..] : content;

    /// <summary>Reads an object: the member must read its value, or skip it.</summary>
    public static void ReadObject(ref Utf8JsonReader json, JsonMember member)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidDataException("a list or value stands where an object belongs");
        }

        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var name = json.GetString()!;
            json.Read();
            member(ref json, name);
        }
    }

    /// <summary>Takes the value of a member of an object.</summary>
    public delegate void JsonMember(ref Utf8JsonReader json, string name);

    private sealed class Report
    {
        private readonly TestList tests = new();
        private bool hasTests;
        private int? announced;
        private int failed;
        private int errors;
        private DateTimeOffset? latest;

        public void Take(ref Utf8JsonReader json, string name)
        {
            switch (name, json.TokenType)
            {
                case ("summary", JsonTokenType.StartObject):
                    ReadObject(ref json, TakeSummary);
                    break;
                case ("tests", JsonTokenType.StartArray):
                    hasTests = true;
                    while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    {
                        var test = new CtrfTest();
                        ReadObject(ref json, test.Take);
                        tests.Add(test.ToResult());
                    }

                    break;
                case ("extra", JsonTokenType.StartObject):
                    ReadObject(ref json, TakeExtra);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        public ResultFile ToFile() => (hasTests, announced) switch
        {
            (false, _) => throw new InvalidDataException("the list of tests is missing"),
            (_, null) => throw new InvalidDataException("the summary with the number of tests is missing"),
            _ => new ResultFile(tests.Tests, announced)
            {
                AnnouncedFailures = failed,
                Latest = latest,
                Incomplete = errors > 0 ? $"the runner reports {errors} errors outside of tests" : null,
            },
        };

        private void TakeSummary(ref Utf8JsonReader json, string name)
        {
            if (name == "tests" && json.TokenType == JsonTokenType.Number)
            {
                announced = json.TryGetInt32(out var number) ? number : throw new InvalidDataException("its number of tests cannot be");
            }
            else if (name == "failed" && json.TokenType == JsonTokenType.Number)
            {
                failed = json.TryGetDouble(out var number) && number >= 1 ? (int)Math.Min(number, int.MaxValue) : 0;
            }
            else if (name is "start" or "stop" && json.TokenType == JsonTokenType.Number)
            {
                latest = ClockTime.Later(latest, json.TryGetInt64(out var time) ? ClockTime.OfMilliseconds(time) : null);
            }
            else
            {
                json.Skip();
            }
        }

        // xunit.v3 lists here what went wrong outside of tests, by assembly.
        private void TakeExtra(ref Utf8JsonReader json, string name)
        {
            if (name != "suites" || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (json.TokenType == JsonTokenType.StartObject)
                {
                    ReadObject(ref json, TakeErrors);
                }
                else
                {
                    json.Skip();
                }
            }
        }

        private void TakeErrors(ref Utf8JsonReader json, string name)
        {
            if (name != "errors" || json.TokenType != JsonTokenType.StartArray)
            {
                json.Skip();
                return;
            }

            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                errors++;
                json.Skip();
            }
        }
    }
}
