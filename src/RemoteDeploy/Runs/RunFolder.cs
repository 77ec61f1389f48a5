using System.Text;
using System.Text.Json;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Runs;

/// <summary>
/// <c>.remotedeploy/runs/RUN/</c>: request.json, events.jsonl, receipts/, hosts/HOST.log, results/, results.jsonl; in the end
/// summary.json, results.trx, results.junit.xml, report.html. Written as the
/// run goes, so that a run that dies leaves what it knew.
/// </summary>
internal sealed class RunFolder : IRunObserver, IDisposable
{
    private readonly StreamWriter events;
    private readonly Dictionary<string, StreamWriter> logs = new(StringComparer.Ordinal);
    private FileStream? results;

    private RunFolder(string path)
    {
        Path = path;
        events = Open(System.IO.Path.Combine(path, "events.jsonl"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Folder for the result files of a host.</summary>
    public string ResultsOf(string host) => System.IO.Path.Combine(Path, "results", FileNames.Safe(host));

    /// <summary>Makes the folder.</summary>
    /// <returns>The folder, or RD0022.</returns>
    public static Attempt<RunFolder> Create(string workFolder, string runId, string requestJson)
    {
        var path = System.IO.Path.Combine(workFolder, ".remotedeploy", "runs", runId);
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(System.IO.Path.Combine(path, "request.json"), requestJson);
            return new RunFolder(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultCatalog.CannotWriteHere, "The run folder cannot be made") { Path = path, Found = exception.Message, Try = "Correct permissions, or run from another folder" };
        }
    }

    /// <summary>Why the folder is not whole; null while everything could be written.</summary>
    public Fault? Failure { get; private set; }

    /// <inheritdoc/>
    public void OnEvent(RunEvent runEvent) => Guard(() => Append(runEvent));

    // A full disk here must not hide what happened on the hosts: it is one more fault of the run.
    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure ??= new Fault(FaultCatalog.CannotWriteHere, "The run folder cannot be written") { Path = Path, Found = SafeText.Line(exception.Message, 300), Try = "Free space on this machine" };
        }
    }

    private void Append(RunEvent runEvent)
    {
        var line = EventJson.Line(runEvent);
        events.WriteLine(line);
        if (runEvent is SuiteFinished { Host: { } on, Suite.Tests.Count: > 0 } finished)
        {
            results ??= new FileStream(System.IO.Path.Combine(Path, StoredRun.ResultsName), FileMode.CreateNew, FileAccess.Write, FileShare.Read);
            ResultLines.Write(new MergedRun(System.IO.Path.GetFileName(Path)) { Groups = [MergedRun.Group(on, finished.Suite)] }, results);
            results.Flush();
        }

        if (runEvent.Host is { } host && runEvent is not Transferred)
        {
            if (!logs.TryGetValue(host, out var log))
            {
                var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, "hosts"));
                logs[host] = log = Open(System.IO.Path.Combine(folder.FullName, FileNames.Safe(host) + ".log"));
            }

            log.WriteLine(EventJson.Text(runEvent));
        }
    }

    /// <summary>Writes a host's receipt.</summary>
    public void Write(Receipt receipt) => Guard(() =>
    {
        var folder = Directory.CreateDirectory(System.IO.Path.Combine(Path, "receipts"));
        File.WriteAllText(System.IO.Path.Combine(folder.FullName, FileNames.Safe(receipt.Host) + ".json"), receipt.ToJson() + "\n");
    });

    /// <summary>Writes summary.json.</summary>
    public void Write(RunReport report) => Guard(() =>
    {
        using var file = File.Create(System.IO.Path.Combine(Path, "summary.json"));
        ReportJson.Write(report, file);
    });

    /// <summary>Writes the merged results, in the order of the report now, and the page.</summary>
    /// <param name="report">The report.</param>
    /// <param name="resultsFolder">Folder that gets some of them as well; null for none.</param>
    public void WriteResults(RunReport report, string? resultsFolder) => Guard(() =>
    {
        results?.Dispose();
        RunResults.Write(report, Path, resultsFolder);
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var writer in logs.Values.Append(events).Append<IDisposable>(results ?? Stream.Null))
        {
            Guard(writer.Dispose);
        }
    }

    private static StreamWriter Open(string path) => new(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
}
