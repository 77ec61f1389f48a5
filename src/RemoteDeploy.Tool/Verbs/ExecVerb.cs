using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>exec</c></summary>
internal static class ExecVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        // Everything from the first word on belongs to the command, options included: `exec ls -l` means what it says.
        var command = new Argument<string[]>("ARGV")
        {
            Description = "Program and arguments; no shell reads them",
            Arity = ArgumentArity.OneOrMore,
            CaptureRemainingTokens = true,
        };
        var verb = new VerbCommand(
            "exec",
            "Runs one command on each host, in the home folder, and shows what it prints. Redirected, standard output has nothing else.",
            "exec --on lab1,lab2 -- uname -a",
            "exec -- sh -c 'df -h | tail -1'")
        {
            command,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var request = fleet.Configure(new ExecRequest { Hosts = fleet.Hosts, Command = parse.GetRequiredValue(command) });
            return new FleetCall((engine, cancellation) => engine.ExecAsync(request, cancellation), "run " + string.Join(' ', request.Command));
        });
    }
}
