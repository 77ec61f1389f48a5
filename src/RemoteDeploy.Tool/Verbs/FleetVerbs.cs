using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary>What verbs about hosts have in common: their options, and the way from a command line to an exit code.</summary>
internal sealed class FleetVerbs(Surroundings here)
{
    /// <summary>The options of all these verbs.</summary>
    public FleetOptions Options { get; } = new(here);

    /// <summary>The process and the machine.</summary>
    public Surroundings Here => here;

    /// <summary>Gives the verb its options and says what it asks of the engine.</summary>
    public Command Complete(VerbCommand verb, Func<ParseResult, Fleet, Attempt<FleetCall>> prepare)
    {
        Options.AddTo(verb);
        verb.SetAction((parse, cancellation) => RunAsync(verb.Name, parse, prepare, cancellation));
        return verb;
    }

    private async Task<int> RunAsync(
        string verb,
        ParseResult parse,
        Func<ParseResult, Fleet, Attempt<FleetCall>> prepare,
        CancellationToken cancellation)
    {
        var printing = Printing.Of(parse, Options.Json, Options.NoColor, here);
        if (!Fleet.Gather(parse, Options, here).TryGet(out var fleet, out var faults) || !prepare(parse, fleet).TryGet(out var call, out faults))
        {
            return printing.Refuse(verb, faults);
        }

        printing.Note(fleet.Inventory.Notes);
        return fleet.DryRun && !call.IsPlan
            ? printing.SayWhatWouldBeDone(verb, call.WouldDo, fleet.Hosts)
            : await new EngineRun(printing, here).RunAsync(verb, call, fleet, cancellation);
    }
}
