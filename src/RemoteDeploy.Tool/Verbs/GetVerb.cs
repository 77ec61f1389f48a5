using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>get</c></summary>
internal static class GetVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var remote = new Argument<string>("REMOTE") { Description = "File or folder on the hosts, '~/...' in quotes or absolute (local: hosts take that below their folder)" };
        var to = new Option<string>("--to") { Description = "Folder of this machine; each host gets a folder of its own in it", HelpName = "DIR", Required = true };
        var verb = new VerbCommand(
            "get",
            "Brings a file or folder from each host into DIR/HOST/ and verifies it here.",
            "get /var/log/app --to logs --on lab1,lab2",
            "get '~/core' --to crash")
        {
            remote,
            to,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var request = fleet.Configure(new GetRequest
            {
                Hosts = fleet.Hosts,
                Remote = parse.GetRequiredValue(remote),
                To = fleet.Local(parse.GetRequiredValue(to))!,
            });
            return new FleetCall((engine, cancellation) => engine.GetAsync(request, cancellation), $"get {request.Remote} to {request.To}");
        });
    }
}
