using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>stop</c></summary>
internal static class StopVerb
{
    public static Command Create(RunVerbs runs)
    {
        var name = runs.Run();
        var verb = new VerbCommand(
            "stop",
            "Ends the jobs of a run on its hosts, with all their processes. What they wrote stays: attach fetches it.",
            "stop last")
        {
            name,
        };
        return runs.Complete(verb, (parse, engine, cancellation) => engine.StopAsync(new StopRequest(parse.GetRequiredValue(name)), cancellation));
    }
}
