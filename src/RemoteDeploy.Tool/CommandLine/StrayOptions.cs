using System.CommandLine;
using System.CommandLine.Parsing;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>
/// Finds misspelled options that were taken for arguments: to System.CommandLine <c>deploy --forkz</c> ships a folder of that
/// name. Here a word with a dash is an option unless it stands after <c>--</c> or behind the program of <c>exec</c>.
/// </summary>
internal static class StrayOptions
{
    /// <summary>The words, in order.</summary>
    public static IReadOnlyList<string> Of(ParseResult parse)
    {
        var plain = parse.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return [.. parse.CommandResult.Children
            .OfType<ArgumentResult>()
            .SelectMany(result => result.Argument.CaptureRemainingTokens ? result.Tokens.Take(1) : result.Tokens)
            .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && plain.Contains(token))
            .Select(token => token.Value)];
    }
}
