using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>Answers <c>[suggest:N] "text"</c> for the shells' completion scripts: a word a line, without the short and the <c>/</c> spellings of options.</summary>
internal sealed class LongSuggestions(SuggestDirective directive) : SynchronousCommandLineAction
{
    /// <summary>What is completed is unfinished, and so full of errors.</summary>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        var text = parseResult.Tokens.LastOrDefault(token => token.Type != TokenType.Directive)?.Value ?? "";
        var position = parseResult.GetResult(directive)?.Values is [var given, ..] && int.TryParse(given, out var number) ? number : text.Length;
        var words = parseResult.RootCommandResult.Command
            .Parse(text, parseResult.Configuration)
            .GetCompletions(Math.Clamp(position, 0, text.Length))
            .Select(item => item.InsertText ?? item.Label)
            .Where(word => word.StartsWith("--", StringComparison.Ordinal) || word[0] is not ('-' or '/'));
        foreach (var word in words)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(word);
        }

        return 0;
    }
}
