using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>
/// Writes for whoever looks at the build. The terminal logger shows neither messages nor any progress of tasks, but it does show
/// what test runners tell it: extended messages of the types TLTEST…, in a project that ran the empty target _TestRunStart.
/// That is no documented interface; this class is the only one that speaks it, and RemoteDeployLiveProgress=false turns it off.
/// </summary>
internal sealed class BuildLines(TaskLoggingHelper log, IBuildEngine engine, bool live)
{
    /// <summary>True when somebody watches a live line.</summary>
    internal bool Live => live;

    /// <summary>Replaces the live line; nothing for other loggers.</summary>
    internal void Status(string state, string what)
    {
        if (live)
        {
            Send("TLTESTPASSED", $"{state} {what}", new() { ["localizedResult"] = state, ["displayName"] = what });
        }
    }

    /// <summary>A line that stays.</summary>
    internal void Line(string text)
    {
        if (live)
        {
            Send("TLTESTOUTPUT", text, []);
        }
        else
        {
            log.LogMessage(MessageImportance.High, "{0}", text);
        }
    }

    /// <summary>Details, for those who ask for them.</summary>
    internal void Detail(string text) => log.LogMessage(MessageImportance.Normal, "{0}", text);

    /// <summary>Adds to the test summary of the build.</summary>
    internal void Count(int passed, int failed, int skipped)
    {
        if (live)
        {
            Send("TLTESTFINISH", "", new()
            {
                ["total"] = Text(passed + failed + skipped),
                ["passed"] = Text(passed),
                ["failed"] = Text(failed),
                ["skipped"] = Text(skipped),
            });
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Send(string type, string message, Dictionary<string, string?> data) =>
        engine.LogMessageEvent(new ExtendedBuildMessageEventArgs(type, message, null, null, MessageImportance.High) { ExtendedMetadata = data });
}
