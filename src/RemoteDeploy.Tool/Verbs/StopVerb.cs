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
            "Ends the jobs of a run on its hosts, with all their processes, and waits until they have ended. What they wrote and nobody has fetched stays.",
            "stop last")
        {
            name,
        };
        return runs.Complete(verb, (parse, engine, cancellation) => engine.StopAsync(new StopRequest(parse.GetRequiredValue(name)), cancellation));
    }
}
