using System.CommandLine;
using RemoteDeploy.Planning;
using RemoteDeploy.Tool.CommandLine;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>logs</c></summary>
internal static class LogsVerb
{
    public static Command Create(RunVerbs runs)
    {
        var name = runs.Run();
        var on = new Option<string?>("--on") { Description = "Hosts of the run [default: all]", HelpName = "SELECTOR" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until the jobs have ended" };
        var verb = new VerbCommand(
            "logs",
            "Shows what the jobs of a run have written so far, from the hosts or, once fetched, from the run folder.",
            "logs last",
            "logs last --on lab1 -f")
        {
            name,
            on,
            follow,
        };
        return runs.Complete(verb, (parse, engine, cancellation) =>
            engine.ReadLogsAsync(new LogsRequest(parse.GetRequiredValue(name), parse.GetValue(follow), parse.GetValue(on)), cancellation));
    }
}
