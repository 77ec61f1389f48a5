using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>ps</c></summary>
internal static class PsVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var run = new Argument<string?>("RUN") { Description = "Only jobs of this run: its name, the beginning of it, or 'last'", Arity = ArgumentArity.ZeroOrOne, HelpName = "RUN" };
        run.CompletionSources.Add(_ => RunVerbs.Names(fleets.Here));
        var verb = new VerbCommand(
            "ps",
            "Lists the jobs that hosts have: running, ended with results that nobody has fetched, or lost.",
            "ps",
            "ps last --on lab1,lab2")
        {
            run,
        };
        return fleets.Complete(verb, (parse, fleet) =>
        {
            var request = fleet.Configure(new ListJobsRequest { Hosts = fleet.Hosts, Run = parse.GetValue(run) });
            return new FleetCall((engine, cancellation) => engine.ListJobsAsync(request, cancellation), "list jobs");
        });
    }
}
