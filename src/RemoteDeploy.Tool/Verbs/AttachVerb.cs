using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>attach</c></summary>
internal static class AttachVerb
{
    public static Command Create(RunVerbs runs)
    {
        var name = runs.Run();
        var verb = new VerbCommand(
            "attach",
            "Goes on with a run whose process is gone: follows its jobs, runs what is left, brings the results, reports.",
            "attach last",
            "attach 20260102-030405-abcdef --json")
        {
            name,
        };
        return runs.Complete(verb, (parse, engine, cancellation) => engine.AttachAsync(new AttachRequest(parse.GetRequiredValue(name)), cancellation));
    }
}
