using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>rollback</c></summary>
internal static class RollbackVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var to = new Option<string?>("--to") { Description = "Release to switch to [default: the one active before]", HelpName = "RELEASE" };
        var verb = new VerbCommand(
            "rollback",
            "Switches back to an earlier release that the hosts kept, after verifying it.",
            "rollback --app web",
            "rollback --app web --on lab1 --to 1.4.0-3f9a2c")
        {
            to,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var request = fleet.Configure(new RollbackRequest { Hosts = fleet.Hosts, To = parse.GetValue(to) });
            return new FleetCall(
                (engine, cancellation) => engine.RollbackAsync(request, cancellation),
                $"roll {request.App} back to {request.To ?? "the release active before"}");
        });
    }
}
