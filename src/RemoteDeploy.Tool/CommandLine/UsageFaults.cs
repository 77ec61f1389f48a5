using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>Turns what System.CommandLine says about a command line into faults, each with what was most likely meant.</summary>
internal static class UsageFaults
{
    /// <summary>The faults; none when the command line can be run.</summary>
    public static IReadOnlyList<Fault> Of(ParseResult parse)
    {
        var unknown = UnknownWords(parse);
        return unknown.Count > 0
            ? [.. unknown.Distinct(StringComparer.Ordinal).Select(word => Unknown(word, parse))]
            : [.. parse.Errors.Select(error => Plain(error.Message, parse)).DistinctBy(fault => fault.Message)];
    }

    /// <summary>Words that nothing takes. What follows an unknown verb or an unknown option is unknown as well, and not worth a fault of its own.</summary>
    private static List<string> UnknownWords(ParseResult parse)
    {
        var words = parse.UnmatchedTokens.ToList();
        if (parse.CommandResult.Command is RootCommand && words.Find(word => !word.StartsWith('-')) is { } verb)
        {
            return [verb];
        }

        List<string> options = [.. StrayOptions.Of(parse), .. words.Where(word => word.StartsWith('-'))];
        return options.Count > 0 ? options : words;
    }

    private static Fault Unknown(string word, ParseResult parse)
    {
        var isOption = word.StartsWith('-');
        var command = parse.CommandResult.Command;
        var known = isOption ? OptionNames(parse) : [.. command.Subcommands.Select(verb => verb.Name)];
        var what = isOption ? "option" : command is RootCommand ? "verb" : "argument";
        if (isOption && known.Contains(word))
        {
            return new Fault(FaultCatalog.BadUsage, $"The option '{word}' stands before the verb") { Try = $"Put it behind: dotnet remotedeploy {command.Name} {word}" };
        }

        var meant = NearMiss.Find(word.Split('=')[0], known);
        return new Fault(FaultCatalog.BadUsage, $"{Where(parse)} has no {what} '{SafeText.Line(word)}'")
        {
            Try = meant is not null ? $"Did you mean {meant}?"
                : HelpOf(parse),
        };
    }

    private static Fault Plain(string message, ParseResult parse)
    {
        var line = SafeText.Line(string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        return parse.CommandResult.Command is RootCommand
            ? new Fault(FaultCatalog.BadUsage, "No verb was given") { Try = HelpOf(parse) }
            : new Fault(FaultCatalog.BadUsage, $"{Where(parse)}: {line}") { Try = HelpOf(parse) };
    }

    private static List<string> OptionNames(ParseResult parse) =>
        [.. parse.CommandResult.Command.Options
            .Concat(parse.RootCommandResult.Command.Options.Where(option => option.Recursive))
            .SelectMany(option => option.Aliases.Prepend(option.Name))
            .Where(name => name.StartsWith('-'))];

    private static string Where(ParseResult parse) =>
        parse.CommandResult.Command is RootCommand ? "dotnet remotedeploy" : parse.CommandResult.Command.Name;

    private static string HelpOf(ParseResult parse) =>
        parse.CommandResult.Command is RootCommand ? "dotnet remotedeploy --help" : $"dotnet remotedeploy {parse.CommandResult.Command.Name} --help";
}
