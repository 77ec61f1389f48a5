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
        var terminal = new Option<bool>("--terminal") { Description = "Watch a running job and type beside it, in tmux or screen on its host; leaving it does not touch the job" };
        var on = new Option<string?>("--on") { Description = "With --terminal, the host [default: the only one with a running job]", HelpName = "HOST" };
        var verb = new VerbCommand(
            "attach",
            "Goes on with a run whose process is gone: follows its jobs, runs what is left, brings the results, reports.",
            "attach last",
            "attach last --terminal --on lab1")
        {
            name,
            terminal,
            on,
        };
        verb.Validators.Add(parsed =>
        {
            if (parsed.GetValue(on) is not null && !parsed.GetValue(terminal))
            {
                parsed.AddError("--on names the host of --terminal; without that, attach goes on with the whole run.");
            }
        });
        return runs.Complete(
            verb,
            (parse, engine, cancellation) => engine.AttachAsync(new AttachRequest(parse.GetRequiredValue(name)), cancellation),
            parse => parse.GetValue(terminal) ? new TerminalRequest(parse.GetRequiredValue(name), parse.GetValue(on)) : null);
    }
}
