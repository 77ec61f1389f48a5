using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>put</c></summary>
internal static class PutVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var local = new Argument<string[]>("LOCAL") { Description = "Files and folders of this machine", Arity = ArgumentArity.OneOrMore };
        var to = new Option<string>("--to")
        {
            Description = "Folder on the hosts, '~/...' in quotes or absolute (local: hosts take that below their folder); made when missing",
            HelpName = "DIR",
            Required = true,
        };
        var verb = new VerbCommand(
            "put",
            "Copies files and folders into a folder of each host and verifies them there; each file is replaced atomically.",
            "put app.conf certs --to /etc/app --on lab1,lab2",
            "put tool.sh --to '~/bin'")
        {
            local,
            to,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var names = parse.GetRequiredValue(local);
            var request = fleet.Configure(new PutRequest
            {
                Hosts = fleet.Hosts,
                Sources = [.. names.Select(name => fleet.Local(name)!)],
                To = parse.GetRequiredValue(to),
            });
            return new FleetCall((engine, cancellation) => engine.PutAsync(request, cancellation), $"put {string.Join(", ", names)} to {request.To}");
        });
    }
}
