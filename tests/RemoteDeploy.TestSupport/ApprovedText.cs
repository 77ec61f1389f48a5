using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace RemoteDeploy.TestSupport;

/// <summary>
/// Compares text with a file beside the test's source, <c>CLASS.NAME.approved.txt</c>. When they differ, what came is written to
/// <c>CLASS.NAME.received.txt</c> and the test fails with the lines that differ. <c>RD_ACCEPT=1</c> takes what came as approved.
/// </summary>
public static partial class ApprovedText
{
    private const int Context = 2;

    /// <summary>Asserts that the text is the approved one, after the scrubbers.</summary>
    /// <param name="text">What came.</param>
    /// <param name="name">Name of the case, a part of the file's name.</param>
    /// <param name="scrub">Takes out what differs from run to run; <see cref="Volatile"/> serves most.</param>
    /// <param name="source">The test's source file; the compiler fills it in.</param>
    public static void Verify(string text, string name, Func<string, string>? scrub = null, [CallerFilePath] string source = "")
    {
        var received = (scrub ?? (static same => same))(text).ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        var stem = Path.Combine(Path.GetDirectoryName(source)!, $"{Path.GetFileNameWithoutExtension(source)}.{name}");
        Compare(received, stem + ".approved.txt", stem + ".received.txt");
    }

    /// <summary>Asserts that the text is that of a file of the repository, such as a page that is generated.</summary>
    /// <param name="text">What came.</param>
    /// <param name="file">The file.</param>
    public static void VerifyFile(string text, string file) => Compare(text.ReplaceLineEndings("\n"), file, file + ".received.txt");

    private static void Compare(string received, string approvedFile, string receivedFile)
    {
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        if (received == approved)
        {
            File.Delete(receivedFile);
            return;
        }

        if (Environment.GetEnvironmentVariable("RD_ACCEPT") == "1")
        {
            File.WriteAllText(approvedFile, received);
            File.Delete(receivedFile);
            return;
        }

        File.WriteAllText(receivedFile, received);
        Assert.Fail($"The text differs from {approvedFile} (RD_ACCEPT=1 accepts it):\n{Difference(approved.Split('\n'), received.Split('\n'))}");
    }

    /// <summary>Takes out times, durations, run names and temporary folders.</summary>
    public static string Volatile(string text) =>
        Durations().Replace(RunNames().Replace(Times().Replace(text.Replace(Path.GetTempPath().TrimEnd('/', '\\'), "{temp}", StringComparison.Ordinal), "{time}"), "{run}"), "{seconds}");

    /// <summary>The lines between the first and the last difference, with a little context: approved ones marked -, received ones +.</summary>
    private static string Difference(string[] approved, string[] received)
    {
        var same = 0;
        while (same < approved.Length && same < received.Length && approved[same] == received[same])
        {
            same++;
        }

        var tail = 0;
        while (tail < approved.Length - same && tail < received.Length - same && approved[^(tail + 1)] == received[^(tail + 1)])
        {
            tail++;
        }

        var text = new StringBuilder($"line {same + 1}:\n");
        Append(text, "  ", approved[Math.Max(0, same - Context)..same]);
        Append(text, "- ", approved[same..^tail]);
        Append(text, "+ ", received[same..^tail]);
        Append(text, "  ", approved[^tail..].Take(Context));
        return text.ToString();
    }

    private static void Append(StringBuilder text, string mark, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            text.Append(mark).Append(line.Replace("\e", "\\e", StringComparison.Ordinal)).Append('\n');
        }
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Times();

    [GeneratedRegex(@"\b\d{8}T?-?\d{6}(-\d{3})?Z?-[0-9a-z]{4,16}\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunNames();

    [GeneratedRegex(@"\b\d+(\.\d+)? (s|ms)\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Durations();
}
