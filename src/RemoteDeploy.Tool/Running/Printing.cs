using System.CommandLine;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Tool.Rendering;

namespace RemoteDeploy.Tool.Running;

/// <summary>How this call prints: a JSON document, lines, or a live table; coloured or not.</summary>
internal sealed class Printing
{
    // Verbs that do something: what they print tells of it, and so do the exit code and the run folder.
    private static readonly HashSet<string> Doing = ["deploy", "run", "test", "verify", "rollback", "put", "get", "init", "attach", "stop"];

    private readonly Surroundings here;
    private readonly bool json;
    private readonly bool sequences;
    private readonly Ink errorInk;

    private Printing(bool json, bool noColor, Surroundings here)
    {
        this.json = json;
        this.here = here;
        sequences = here.Variable("TERM") != "dumb";
        var colours = sequences && !noColor && string.IsNullOrEmpty(here.Variable("NO_COLOR"));
        Ink = new Ink(colours && here.OutputTerminal is not null);
        errorInk = new Ink(colours && here.ErrorIsTerminal);
    }

    /// <summary>Colours of standard output.</summary>
    public Ink Ink { get; }

    /// <summary>Columns to wrap text at.</summary>
    public int Width => Math.Min(120, here.OutputTerminal?.Invoke().Width ?? TerminalSize.Usual.Width);

    /// <summary>As the options of a verb say.</summary>
    public static Printing Of(ParseResult parse, Option<bool>? json, Option<bool> noColor, Surroundings here) =>
        new(json is not null && parse.GetValue(json), parse.GetValue(noColor), here);

    /// <summary>As the words of a command line say that could not be read as a whole.</summary>
    public static Printing Of(IEnumerable<string> args, Surroundings here)
    {
        var words = args.TakeWhile(word => word != "--").ToHashSet(StringComparer.Ordinal);
        return new(words.Contains("--json"), words.Contains("--no-color"), here);
    }

    /// <summary>Prints a document or lines, whichever was asked for.</summary>
    public void Print(Action<Stream> document, IEnumerable<string> lines)
    {
        if (json)
        {
            using var output = here.OpenOutput();
            document(output);
            return;
        }

        Write(here.Output, lines);
    }

    /// <summary>The screen that shows the run while it goes on; null when only a document is wanted.</summary>
    /// <param name="verb">The verb that runs.</param>
    public RunScreen? OpenScreen(string verb) =>
        json ? null
        : here.OutputTerminal is { } size && sequences && WindowsTerminal.TryEnableSequences() ? new LiveTable(here.Output, size, here.Time, Ink)
        : new PlainLines(Log(verb), here.Output, here.Error, here.Time);

    /// <summary>Prints a report: body, faults, run folder, verdict.</summary>
    /// <returns>Its exit code.</returns>
    public int Report(RunReport report, IReadOnlyList<string> remarks)
    {
        if (json)
        {
            Print(stream => ReportJson.Write(report, stream), []);
            return report.ExitCode;
        }

        var log = Log(report.Verb);
        var ink = log == here.Output ? Ink : errorInk;
        Write(log, Summary.Body(report, here.WorkFolder, here.OutputTerminal is null ? null : Width, ink));
        Complain(report.AllFaults);
        Write(log, [.. remarks, .. Summary.End(report, here.WorkFolder, ink)]);
        return report.ExitCode;
    }

    /// <summary>Where build servers look for commands; null where only a document is printed.</summary>
    public TextWriter? Commands => json ? null : here.Output;

    /// <summary>Prints a fault of a verb whose answer is printed already.</summary>
    /// <returns>Its exit code.</returns>
    public int Fail(Fault fault)
    {
        Complain([fault]);
        return ExitCodes.Of([fault]);
    }

    /// <summary>Prints faults that kept a verb from starting.</summary>
    /// <returns>Their exit code.</returns>
    public int Refuse(string verb, IReadOnlyList<Fault> faults)
    {
        if (json)
        {
            return Report(new RunReport { RunId = "", Verb = verb, Started = here.Time.GetUtcNow(), Faults = faults }, []);
        }

        Complain(faults);
        return ExitCodes.Of(faults);
    }

    /// <summary>Prints what a person should know although nothing is wrong; a document says only what was asked for.</summary>
    public void Note(IReadOnlyList<string> notes)
    {
        foreach (var note in json ? [] : notes)
        {
            here.Error.WriteLine("note: " + note);
        }
    }

    /// <summary>Prints what a verb would do, without contacting a host.</summary>
    /// <returns>Success.</returns>
    public int SayWhatWouldBeDone(string verb, string what, IReadOnlyList<Host> hosts)
    {
        var report = new RunReport
        {
            RunId = "",
            Verb = verb,
            Started = here.Time.GetUtcNow(),
            Hosts = [.. hosts.Select(host => new HostReport { Host = host })],
        };
        var names = SafeText.Line(HostNames.Short([.. hosts.Select(host => host.Name)]));
        Print(stream => ReportJson.Write(report, stream), [$"would {SafeText.Line(what)} on {Amount.Of(hosts.Count, "host")}: {names}", "no host was contacted"]);
        return ExitCodes.Success;
    }

    /// <summary>Prints a bug of ours, with all that helps to find it.</summary>
    /// <returns>Its exit code.</returns>
    public int Crash(string verb, Exception bug)
    {
        here.Error.WriteLine(bug);
        return Refuse(verb, [new Fault(FaultCatalog.Bug, SafeText.Line($"{bug.GetType().Name}: {bug.Message}"))]);
    }

    /// <summary>Says that standard output could not be written. A log that is cut short changes nothing, a lost answer is a failure.</summary>
    /// <returns>The exit code of the call, given that which it would have had.</returns>
    public int Lose(string verb, int exitCode, string why)
    {
        if (!json && Doing.Contains(verb))
        {
            here.Error.WriteLine($"note: standard output cannot be written: {SafeText.Line(why)}; what was printed is not complete");
            return exitCode;
        }

        Complain([new Fault(FaultCatalog.CannotWriteHere, "Standard output cannot be written") { Found = SafeText.Line(why), Try = "Free space, or write it elsewhere" }]);
        return exitCode is ExitCodes.Cancelled || exitCode == ExitCodes.Of(FaultCategory.Internal) ? exitCode : ExitCodes.Of(FaultCategory.Usage);
    }

    /// <summary>Where progress and summary go. Whoever redirects an exec wants what the commands print, and nothing else.</summary>
    private TextWriter Log(string verb) => verb is "exec" or "logs" && here.OutputTerminal is null ? here.Error : here.Output;

    private void Complain(IEnumerable<Fault> faults) => Write(here.Error, FaultLines.Of(faults, here.WorkFolder, errorInk));

    private static void Write(TextWriter writer, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            writer.WriteLine(line);
        }
    }
}
