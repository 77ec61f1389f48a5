using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary>What verbs about a run of this machine have in common: the run's name, and where its folder is.</summary>
internal sealed class RunVerbs(Surroundings here)
{
    private readonly Option<string?> inventory = new("--inventory", "-i") { Description = "Inventory file of the run; its folder holds .remotedeploy/ [default: the usual one, or the working folder]", HelpName = "FILE" };
    private readonly Option<bool> json = FleetOptions.JsonOption();
    private readonly Option<bool> noColor = FleetOptions.NoColorOption();

    /// <summary>The run: its name, the beginning of it, or <c>last</c>.</summary>
    public Argument<string> Run()
    {
        var run = new Argument<string>("RUN") { Description = "Name of the run, the beginning of it, or 'last'", HelpName = "RUN" };
        run.CompletionSources.Add(_ => Names(here));
        return run;
    }

    /// <summary>Gives the verb its options and says what it asks of the engine.</summary>
    public Command Complete(VerbCommand verb, Func<ParseResult, DeployEngine, CancellationToken, Task<RunReport>> ask)
    {
        foreach (var option in new Option[] { inventory, json, noColor })
        {
            verb.Add(option);
        }

        verb.SetAction((parse, cancellation) => RunAsync(verb.Name, parse, ask, cancellation));
        return verb;
    }

    /// <summary>The same for a verb that may be asked for a terminal instead.</summary>
    public Command Complete(VerbCommand verb, Func<ParseResult, DeployEngine, CancellationToken, Task<RunReport>> ask, Func<ParseResult, TerminalRequest?> terminal)
    {
        Complete(verb, ask);
        verb.SetAction((parse, cancellation) => terminal(parse) is { } request
            ? WithFolderAsync(verb.Name, parse, (run, folder) => run.OpenTerminalAsync(request, folder, cancellation))
            : RunAsync(verb.Name, parse, ask, cancellation));
        return verb;
    }

    private Task<int> RunAsync(string verb, ParseResult parse, Func<ParseResult, DeployEngine, CancellationToken, Task<RunReport>> ask, CancellationToken cancellation) =>
        WithFolderAsync(verb, parse, (run, folder) => run.RunAsync(verb, (engine, token) => ask(parse, engine, token), folder, cancellation));

    private async Task<int> WithFolderAsync(string verb, ParseResult parse, Func<EngineRun, string, Task<int>> run)
    {
        var printing = Printing.Of(parse, json, noColor, here);
        if (!InventoryChoice.Load(parse.GetValue(inventory), here).TryGet(out var found, out var faults))
        {
            return printing.Refuse(verb, faults);
        }

        var workFolder = found.File is { } file ? Path.GetDirectoryName(file)! : here.WorkFolder;
        return await run(new EngineRun(printing, here), workFolder);
    }

    /// <summary>What runs can be called here, for completion.</summary>
    public static IEnumerable<string> Names(Surroundings here)
    {
        var runs = Path.Combine(here.WorkFolder, EngineOptions.OwnFolder, "runs");
        string[] folders = Directory.Exists(runs) ? Directory.GetDirectories(runs) : [];
        return folders.Select(folder => Path.GetFileName(folder)).OrderDescending(StringComparer.Ordinal).Prepend("last");
    }
}
