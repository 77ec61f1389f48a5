using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Tool.CommandLine;
using RemoteDeploy.Tool.Rendering;
using RemoteDeploy.Tool.Requests;
using RemoteDeploy.Tool.Running;

namespace RemoteDeploy.Tool.Verbs;

/// <summary><c>report</c></summary>
internal static class ReportVerb
{
    public static Command Create(FleetVerbs fleets)
    {
        var here = fleets.Here;
        var run = new Argument<string>("RUN") { Description = "A run: its name, the beginning of it, its folder, or last", DefaultValueFactory = static _ => "last" };
        var compare = new Option<string?>("--compare") { Description = "An earlier run to compare with, named in the same ways", HelpName = "RUN" };
        var open = new Option<bool>("--open") { Description = "Show the page in the browser" };
        var (json, noColor) = (FleetOptions.JsonOption(), FleetOptions.NoColorOption());
        run.CompletionSources.Add(context => StoredRuns.Names(context.ParseResult, fleets.Options, here));
        compare.CompletionSources.Add(context => StoredRuns.Names(context.ParseResult, fleets.Options, here));
        var verb = new VerbCommand(
            "report",
            "Makes the page of a run anew from its run folder, and says what is new against another run. Contacts no host.",
            "report last --open",
            "report last --compare 20260301-10")
        {
            run,
            compare,
            open,
            fleets.Options.Inventory,
            json,
            noColor,
        };
        verb.SetAction(parse =>
        {
            var printing = Printing.Of(parse, json, noColor, here);
            var workFolder = StoredRuns.WorkFolder(parse, fleets.Options, here);
            return Show(new Choice(workFolder, parse.GetRequiredValue(run), parse.GetValue(compare), parse.GetValue(open)), printing, here);
        });
        return verb;
    }

    private static int Show(Choice choice, Printing printing, Surroundings here)
    {
        if (!StoredRuns.Find(choice.WorkFolder, choice.Run, here).TryGet(out var run, out var faults))
        {
            return printing.Refuse("report", faults);
        }

        StoredRun? earlier = null;
        if (choice.Compare is { } other && !StoredRuns.Find(choice.WorkFolder, other, here).TryGet(out earlier, out faults))
        {
            return printing.Refuse("report", faults);
        }

        var comparison = earlier is null ? null : run.CompareWith(earlier);
        if (!run.WritePage(comparison).TryGet(out var page, out faults))
        {
            return printing.Refuse("report", faults);
        }

        printing.Print(stream => PageJson.Write(run, page, comparison, stream), [.. ComparisonLines.Of(comparison, printing.Ink), $"{SafeText.Line(run.Report.RunId)}: {RunWords(run.Report)}", "report: " + SafeText.Line(LocalPath.ForReading(page, here.WorkFolder))]);
        if (choice.Open && here.ShowFile(page) is { } why)
        {
            return printing.Fail(new Fault(FaultCatalog.CannotWriteHere, "No program shows the page") { Path = page, Found = SafeText.Line(why), Try = "Open it by hand; the page itself is written" });
        }

        return ExitCodes.Success;
    }

    private static string RunWords(RunReport report) =>
        $"{SafeText.Line(report.Verb)} {(report.Cancelled ? "was cancelled" : report.Succeeded ? "succeeded" : "failed")} (exit {report.ExitCode})";

    private sealed record Choice(string WorkFolder, string Run, string? Compare, bool Open);
}
