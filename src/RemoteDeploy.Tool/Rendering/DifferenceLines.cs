using RemoteDeploy.Results.Differences;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>What differs between hosts on which something failed and those on which it passed, for people.</summary>
internal static class DifferenceLines
{
    /// <summary>The lines, to stand under the failure.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="before">Words before it.</param>
    public static IEnumerable<string> Of(TestDifference difference, string before)
    {
        if (difference.Difference.ToSentence() is not { } sentence)
        {
            return [];
        }

        IEnumerable<string> output = difference.Output.Count == 0 ? [] :
        [
            $"    output of {SafeText.Line(difference.FailingHost)} (failed, +) against {SafeText.Line(difference.PassingHost)} (passed, -):",
            .. difference.Output.Select(line => "      " + SafeText.Line(line)),
        ];
        return [$"    What differs: {before}{sentence}", .. output];
    }
}
