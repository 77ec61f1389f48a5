using System.CommandLine;
using RemoteDeploy.Faults;
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
        run.CompletionSources.Add(_ => Names().Prepend("last"));
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

    private async Task<int> RunAsync(string verb, ParseResult parse, Func<ParseResult, DeployEngine, CancellationToken, Task<RunReport>> ask, CancellationToken cancellation)
    {
        var printing = Printing.Of(parse, json, noColor, here);
        if (!InventoryChoice.Load(parse.GetValue(inventory), here).TryGet(out var found, out var faults))
        {
            return printing.Refuse(verb, faults);
        }

        var workFolder = found.File is { } file ? Path.GetDirectoryName(file)! : here.WorkFolder;
        return await new EngineRun(printing, here).RunAsync(verb, (engine, token) => ask(parse, engine, token), workFolder, cancellation);
    }

    private IEnumerable<string> Names()
    {
        var runs = Path.Combine(here.WorkFolder, ".remotedeploy", "runs");
        return Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(folder => Path.GetFileName(folder)!).OrderDescending(StringComparer.Ordinal) : [];
    }
}
