using System.CommandLine;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Rendering;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>hosts</c></summary>
internal static class HostsVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var verb = new VerbCommand(
            "hosts",
            "Lists the hosts of the inventory, or those that a selector picks. Contacts none.",
            "hosts",
            "hosts --on 'lab[01-40]&@arm64!@sick'");
        fleets.Options.AddTo(verb);
        verb.SetAction(parse => Run(parse, fleets));
        return verb;
    }

    private static int Run(ParseResult parse, FleetVerbs fleets)
    {
        var printing = Printing.Of(parse, fleets.Options.Json, fleets.Options.NoColor, fleets.Here);
        if (!Fleet.Gather(parse, fleets.Options, fleets.Here).TryGet(out var fleet, out var faults))
        {
            return printing.Refuse("hosts", faults);
        }

        printing.Note(fleet.Inventory.Notes);
        printing.Print(stream => HostsJson.Write(fleet.Hosts, fleet.Inventory.File, stream), HostTable.Lines(fleet.Hosts, printing.Ink));
        return ExitCodes.Success;
    }
}
