using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>verify</c></summary>
internal static class VerifyVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var payload = new Argument<string?>("PAYLOAD")
        {
            Description = "Folder that the active releases must equal [default: what each host's receipt says]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var verb = new VerbCommand(
            "verify",
            "Recomputes the digest of every file of the active releases. Changes nothing.",
            "verify --app web",
            "verify bin/publish --on lab1,lab2 --app web")
        {
            payload,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var request = fleet.Configure(new VerifyRequest { Hosts = fleet.Hosts, Payload = fleet.Local(parse.GetValue(payload)) });
            return new FleetCall((engine, cancellation) => engine.VerifyAsync(request, cancellation), $"verify the active release of {request.App}");
        });
    }
}
