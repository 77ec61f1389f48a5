using System.Text.Json;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Reporting.Stored;

/// <summary>A run that is over, as its run folder tells. The folder may have come from another machine.</summary>
public sealed class StoredRun
{
    /// <summary>Name of the file with all tries at all tests.</summary>
    internal const string ResultsName = "results.jsonl";

    /// <summary>The report of a run that is over.</summary>
    internal const string SummaryName = "summary.json";

    private StoredRun(RunReport report, string folder) => (Report, Folder) = (report, folder);

    /// <summary>The report. Its suites have no single tests: those are many, and are read as they are needed.</summary>
    public RunReport Report { get; }

    /// <summary>The run folder, absolute.</summary>
    public string Folder { get; }

    /// <summary>Finds a run.</summary>
    /// <param name="workFolder">Folder that holds <c>.remotedeploy/</c>, absolute.</param>
    /// <param name="name">Its name, the beginning of one, <c>last</c>, or the run folder itself, absolute or relative to <paramref name="workFolder"/>.</param>
    /// <returns>The run, or RD0024 when there is none or it is not over.</returns>
    public static Attempt<StoredRun> Find(string workFolder, string name)
    {
        var known = RunNames.Known(workFolder);
        if (name == RunNames.Last)
        {
            return (known.LastOrDefault(HasPage) ?? known.LastOrDefault(HasSummary)) is { } last
                ? Load(last)
                : new Fault(FaultCatalog.UnknownRun, "No run of this folder is over") { Path = RunFolder.FolderOfRuns(workFolder) };
        }

        var found = RunNames.Matching(known, name);
        return found.Count switch
        {
            1 => Load(found[0]),
            > 1 => new Fault(FaultCatalog.UnknownRun, $"Several runs begin with '{SafeText.Line(name)}'") { Found = string.Join(", ", found.TakeLast(5).Select(Path.GetFileName)), Try = "Write more of the name" },
            _ => Elsewhere(Path.GetFullPath(name, workFolder), name, known),
        };
    }

    /// <summary>What is new against an earlier run.</summary>
    public RunComparison CompareWith(StoredRun earlier) => RunComparison.Of(Page(), earlier.Page());

    /// <summary>Writes the page anew: <c>report.html</c> in the run folder; with a comparison, a page of its own beside it.</summary>
    /// <returns>Path of the page, or RD0022.</returns>
    public Attempt<string> WritePage(RunComparison? comparison = null)
    {
        var path = Path.Combine(Folder, comparison is null ? HtmlReport.FileName : $"report-against-{FileNames.Safe(comparison.EarlierRunId)}.html");
        try
        {
            HtmlReport.Write(Page() with { Comparison = comparison }, path);
            return path;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultCatalog.CannotWriteHere, "The page cannot be written") { Path = path, Found = SafeText.Line(exception.Message, 300), Try = "Free space, or correct permissions" };
        }
    }

    /// <summary>What a page of a run tells, everything but the report itself read from its folder.</summary>
    internal static RunPage PageOf(RunReport report, IEnumerable<MergedTest> tests, string folder) => new(report, tests)
    {
        Receipts = Receipts(folder, [.. report.Hosts.Select(host => host.Host.Name)]),
        Timeline = StoredTimeline.Read(Path.Combine(folder, "events.jsonl"), report.Started + report.Duration),
    };

    private RunPage Page() => PageOf(Report, ResultLines.Read(Path.Combine(Folder, ResultsName)), Folder);

    private static bool HasPage(string folder) => HasSummary(folder) && File.Exists(Path.Combine(folder, HtmlReport.FileName));

    private static bool HasSummary(string folder) => File.Exists(Path.Combine(folder, SummaryName));

    private static Attempt<StoredRun> Elsewhere(string folder, string name, IReadOnlyList<string> known) => Directory.Exists(folder)
        ? Load(Path.TrimEndingDirectorySeparator(folder))
        : new Fault(FaultCatalog.UnknownRun, $"There is no run '{SafeText.Line(name)}'")
        {
            Found = known.Count == 0 ? "no run at all" : "the last ones are " + string.Join(", ", known.TakeLast(3).Select(Path.GetFileName)),
            Try = "Name a run, the beginning of its name, its folder, or last",
        };

    private static Attempt<StoredRun> Load(string folder)
    {
        var file = Path.Combine(folder, SummaryName);
        try
        {
            using var stream = File.OpenRead(file);
            return JsonSerializer.Deserialize(stream, StoredSummaryContext.Default.StoredSummary) is { Schema: Json.ReportJson.Schema } summary
                ? new StoredRun(SummaryReader.Read(summary, folder), folder)
                : new Fault(FaultCatalog.UnknownRun, "The summary is of another version") { Path = file, Expected = $"schema {Json.ReportJson.Schema}", Try = "Use the version that made it" };
        }
        catch (FileNotFoundException)
        {
            return new Fault(FaultCatalog.UnknownRun, "The folder has no summary.json: it is no run folder, or the run is not over, or it was killed") { Path = folder, Try = "Wait for its end; events.jsonl and hosts/ have what is known so far" };
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultCatalog.UnknownRun, "The summary cannot be read") { Path = file, Found = SafeText.Line(exception.Message, 300) };
        }
    }

    private static List<Receipt> Receipts(string folder, List<string> hosts)
    {
        var receipts = Path.Combine(folder, "receipts");
        return !Directory.Exists(receipts) ? [] :
        [
            .. Directory.GetFiles(receipts, "*.json")
                .Select(file => Receipt.TryParse(File.ReadAllText(file), out var receipt) ? receipt : null)
                .OfType<Receipt>()
                .OrderBy(receipt => hosts.IndexOf(receipt.Host))
                .ThenBy(receipt => receipt.Host, StringComparer.Ordinal),
        ];
    }
}
