using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Running;
using RemoteDeploy.Tool.Verbs;

namespace RemoteDeploy.Tool;

/// <summary>The tool: from a command line to an exit code.</summary>
internal static class RemoteDeployTool
{
    /// <summary>Runs one command line.</summary>
    /// <returns>An exit code of <see cref="Reporting.ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Surroundings here, CancellationToken cancellation)
    {
        var parse = Root(here).Parse(args, Parsing());
        var exitCode = args.Length == 0 ? await GuideAsync(parse, here, cancellation) : await InvokeAsync(args, parse, here, cancellation);
        return here.OutputLoss() is { } why ? Printing.Of(args, here).Lose(parse.CommandResult.Command.Name, exitCode, why) : exitCode;
    }

    /// <summary>The bare name: the help, and a fault. To do nothing is no success, a script may have lost the verb.</summary>
    private static async Task<int> GuideAsync(ParseResult parse, Surroundings here, CancellationToken cancellation)
    {
        string[] help = ["--help"];
        await InvokeAsync(help, Root(here).Parse(help, Parsing()), here with { Output = here.Error }, cancellation);
        return Printing.Of([], here).Refuse("", [.. UsageFaults.Of(parse).Select(fault => fault with { Try = "Name one of the commands above" })]);
    }

    private static async Task<int> InvokeAsync(string[] args, ParseResult parse, Surroundings here, CancellationToken cancellation)
    {
        if (parse.Action is not { ClearsParseErrors: true } && UsageFaults.Of(parse) is { Count: > 0 } faults)
        {
            return Printing.Of(args, here).Refuse(parse.CommandResult.Command is VerbCommand verb ? verb.Name : "", faults);
        }

        var invocation = new InvocationConfiguration
        {
            Output = here.Output,
            Error = here.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parse.InvokeAsync(invocation, cancellation);
        }
        catch (Exception bug)
        {
            return Printing.Of(args, here).Crash(parse.CommandResult.Command.Name, bug);
        }
    }

    /// <summary>The tree of verbs.</summary>
    public static RootCommand Root(Surroundings here)
    {
        var fleets = new FleetVerbs(here);
        var runs = new RunVerbs(here);
        var root = new RootCommand("Ships a build to test machines, proves every byte on every machine, runs the tests there.")
        {
            HostsVerb.Create(fleets),
            DoctorVerb.Create(fleets),
            PlanVerb.Create(fleets),
            DeployVerb.Create(fleets),
            VerifyVerb.Create(fleets),
            RollbackVerb.Create(fleets),
            PutVerb.Create(fleets),
            GetVerb.Create(fleets),
            ExecVerb.Create(fleets),
            TestVerb.Create(fleets),
            RunVerb.Create(fleets),
            PsVerb.Create(fleets),
            AttachVerb.Create(runs),
            LogsVerb.Create(runs),
            StopVerb.Create(runs),
            ReportVerb.Create(fleets),
            InitVerb.Create(here),
            ExplainVerb.Create(here),
            CompletionVerb.Create(here),
        };
        Adapt(root);
        return root;
    }

    /// <summary>Gives the parts that System.CommandLine brings our ways: examples in the help, the bare version, long names only in completions.</summary>
    private static void Adapt(RootCommand root)
    {
        foreach (var help in root.Options.OfType<HelpOption>())
        {
            help.Action = new ExampleHelp((HelpAction)help.Action!);
        }

        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Action = new PrintVersion();
        }

        foreach (var suggest in root.Directives.OfType<SuggestDirective>())
        {
            suggest.Action = new LongSuggestions(suggest);
        }
    }

    /// <summary>Without response files: in a selector <c>@name</c> is a tag.</summary>
    internal static ParserConfiguration Parsing() => new() { ResponseFileTokenReplacer = null };
}
