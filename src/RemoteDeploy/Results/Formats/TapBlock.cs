using System.Globalization;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Results.Formats;

/// <summary>
/// The YAML between <c>---</c> and <c>...</c> below a test point. Only its plain top-level keys are read; all of it is kept as
/// text, which is what a person wants to see.
/// </summary>
internal sealed class TapBlock
{
    /// <summary>How much deeper than its test point it stands.</summary>
    public const int Indentation = 2;

    private const int MaxText = 64 * 1024;

    private readonly StringBuilder text = new();
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private bool closed;

    /// <summary>True for a line that begins a block.</summary>
    public static bool Begins(ReadOnlySpan<char> line, int indent) => indent % 4 == Indentation && line.TrimEnd().SequenceEqual("---");

    /// <summary>Milliseconds; zero for what cannot be a duration.</summary>
    public static TimeSpan Milliseconds(string? number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 0 and < 1e12 ? TimeSpan.FromMilliseconds(milliseconds) : TimeSpan.Zero;

    /// <summary>Takes a line.</summary>
    /// <returns>True when the block has ended before this line, which is then no part of it.</returns>
    public bool Take(string line, int indent)
    {
        if (closed)
        {
            return true;
        }

        var content = line.AsSpan().Trim();
        closed = content.SequenceEqual("...");
        if (!closed && text.Length < MaxText)
        {
            text.Append(line).Append('\n');
            var colon = content.IndexOf(':');
            if (indent % 4 == Indentation && colon > 0)
            {
                values.TryAdd(content[..colon].ToString(), content[(colon + 1)..].Trim().Trim("'\"").ToString());
            }
        }

        return false;
    }

    /// <summary>The test with what the block says of it.</summary>
    public TestResult Complete(TestResult test)
    {
        var failed = test.Outcome == TestOutcome.Failed;
        var message = Value("message") ?? Value("error");
        return test with
        {
            Duration = values.TryGetValue("duration_ms", out var duration) ? Milliseconds(duration) : test.Duration,
            Message = test.Message ?? (failed && message is not "|-" and not "|" and not ">-" and not ">" ? TestText.Message(message) : null),
            StackTrace = failed && text.Length > 0 ? TestText.Message(text.ToString()) : null,
            Location = Location(),
        };
    }

    // node: location: '/src/x.js:12:3'; others: file and line.
    private SourceLocation? Location()
    {
        if (Value("file") is { } file)
        {
            return new SourceLocation(file, ResultXml.Line(Value("line")));
        }

        var parts = Value("location")?.Split(':') ?? [];
        return parts.Length >= 3 && ResultXml.Line(parts[^2]) is > 0 and var line ? new SourceLocation(string.Join(':', parts[..^2]), line, ResultXml.Line(parts[^1])) : null;
    }

    private string? Value(string key) => values.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;
}
