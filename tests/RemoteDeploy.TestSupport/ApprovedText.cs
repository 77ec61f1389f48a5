using System.Runtime.CompilerServices;
using Xunit;

namespace RemoteDeploy.TestSupport;

/// <summary>Compares text with an approved file beside the test. Run with <c>RD_ACCEPT=1</c> to approve what was received.</summary>
public static class ApprovedText
{
    /// <summary>Compares with <c>NAME.approved.txt</c> beside the calling test.</summary>
    public static void AssertSame(string actual, string name, [CallerFilePath] string test = "") =>
        AssertSameAsFile(actual, Path.Combine(Path.GetDirectoryName(test)!, name + ".approved.txt"));

    /// <summary>Compares with a file. What differs is written beside it as <c>.received.txt</c>.</summary>
    public static void AssertSameAsFile(string actual, string approvedFile)
    {
        var received = approvedFile.Replace(".approved.txt", "", StringComparison.Ordinal) + ".received.txt";
        File.Delete(received);
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        var normalized = actual.ReplaceLineEndings("\n");
        if (approved == normalized)
        {
            return;
        }

        if (Environment.GetEnvironmentVariable("RD_ACCEPT") == "1")
        {
            File.WriteAllText(approvedFile, normalized);
            return;
        }

        File.WriteAllText(received, normalized);
        Assert.Fail($"Not as approved in {approvedFile}\n{Difference(approved.Split('\n'), normalized.Split('\n'))}\nApprove with RD_ACCEPT=1.");
    }

    private static string Difference(string[] approved, string[] received)
    {
        var missing = approved.Except(received).Select(line => "- " + line);
        var added = received.Except(approved).Select(line => "+ " + line);
        var lines = missing.Concat(added).Take(40).ToList();
        return lines.Count > 0 ? string.Join('\n', lines) : "The same lines in another order or number.";
    }
}
