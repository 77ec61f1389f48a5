using System.Text;
using System.Text.Json;
using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Json;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Runs;

/// <summary>
/// <c>.remotedeploy/runs/RUN/</c>: request.json, events.jsonl, receipts/, hosts/HOST.log, results/, results.jsonl, and for runs with
/// suites resume.json, jobs.jsonl and manifests/; in the end summary.json, results.trx, results.junit.xml, report.html. Written as the
/// run goes, so that a run that dies leaves what it knew.
/// </summary>
internal sealed class RunFolder : IRunObserver, IDisposable
{
    private static readonly TimeSpan DyingTime = TimeSpan.FromSeconds(2);
    private readonly StreamWriter events;
    private readonly Dictionary<string, StreamWriter> logs = new(StringComparer.Ordinal);
    private FileStream? results;

    private readonly FileStream busy;
    private readonly Lock gate = new();

    private RunFolder(string path, FileStream busy)
    {
        Path = path;
        this.busy = busy;
        events = Open(System.IO.Path.Combine(path, "events.jsonl"));
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Folder for the result files of a host.</summary>
    public string ResultsOf(string host, string suite) => System.IO.Path.Combine(Path, "results", FileNames.Safe(host), FileNames.Safe(suite));

    /// <summary>Makes the folder.</summary>
    /// <returns>The folder, or RD0022.</returns>
    public static Attempt<RunFolder> Create(string workFolder, string runId, string requestJson)
    {
        var path = System.IO.Path.Combine(FolderOfRuns(workFolder), runId);
        try
        {
            Directory.CreateDirectory(path);
            File.WriteAllText(System.IO.Path.Combine(path, "request.json"), requestJson);
            return new RunFolder(path, Busy(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new Fault(FaultCatalog.CannotWriteHere, "The run folder cannot be made") { Path = path, Found = exception.Message, Try = "Correct permissions, or run from another folder" };
        }
    }

    /// <summary>The file with what was noted about jobs; a run that never had a host ready for any has none.</summary>
    public const string JobsFile = "jobs.jsonl";

    /// <summary>The folder that holds the run folders.</summary>
    public static string FolderOfRuns(string workFolder) => System.IO.Path.Combine(workFolder, EngineOptions.OwnFolder, "runs");

    /// <summary>Opens the folder of a run whose process is gone, to go on with it.</summary>
    /// <returns>The folder, or RD0022, or RD0025 when a process is at work on it.</returns>
    public static async Task<Attempt<RunFolder>> ReopenAsync(string path, TimeProvider time, CancellationToken cancellationToken)
    {
        // A process that was killed a moment ago, or a program that it was just about to start, may not be quite gone.
        var since = time.GetTimestamp();
        while (true)
        {
            var opened = Reopen(path);
            if (opened.Faults.All(fault => fault.Code != FaultCatalog.RunBusy) || time.GetElapsedTime(since) > DyingTime)
            {
                return opened;
            }

            await Task.Delay(DyingTime / 20, time, cancellationToken);
        }
    }

    private static Attempt<RunFolder> Reopen(string path)
    {
        FileStream? held = null;
        try
        {
            held = Busy(path);
            return new RunFolder(path, held);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var isBusy = held is null && exception is IOException and not DirectoryNotFoundException;
            held?.Dispose();
            return isBusy
                ? new Fault(FaultCatalog.RunBusy, "Another process is at work on this run") { Path = path, Try = "Watch it with: remotedeploy logs RUN -f" }
                : new Fault(FaultCatalog.CannotWriteHere, "The run folder cannot be opened") { Path = path, Found = SafeText.Line(exception.Message, 300), Try = "Correct permissions" };
        }
    }

    // Held by the process that is at work on the run, and by its death given back.
    private static FileStream Busy(string path) => new(System.IO.Path.Combine(path, "busy"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

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
        if (MergedRun.Now(runEvent) is { } group)
        {
            results ??= new FileStream(System.IO.Path.Combine(Path, StoredRun.ResultsName), FileMode.Create, FileAccess.Write, FileShare.Read);
            ResultLines.Write(new MergedRun(System.IO.Path.GetFileName(Path)) { Groups = [group] }, results);
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

    /// <summary>Writes what <c>attach</c> has to know: for this user alone, suites may have variables that are nobody else's business.</summary>
    public void Write(SavedRun saved) => Guard(() =>
    {
        var file = System.IO.Path.Combine(Path, SavedRun.FileName);
        if (!File.Exists(file))
        {
            using var stream = new FileStream(file, OperatingSystem.IsWindows()
                ? new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write }
                : new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            saved.Write(stream);
        }
    });

    /// <summary>The run is over, and nobody goes back to it: variables of suites are forgotten. Run folders are kept, and shown around.</summary>
    public void ForgetSecrets() => Guard(() =>
    {
        if (SavedRun.Read(Path) is { } saved && saved.Suites.Any(suite => suite.Environment.Count > 0))
        {
            File.Delete(System.IO.Path.Combine(Path, SavedRun.FileName));
            Write(saved with { Suites = [.. saved.Suites.Select(suite => suite with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) })] });
        }
    });

    /// <summary>Notes something about a job, at once.</summary>
    public void Write(JobRecord record) => Guard(() =>
    {
        lock (gate)
        {
            File.AppendAllText(System.IO.Path.Combine(Path, JobsFile), record.ToJson() + "\n");
        }
    });

    /// <summary>Keeps the units of a suite, so that they are listed once.</summary>
    public void Write(string suite, FoundUnits units) => Guard(() =>
    {
        var file = UnitsFile(suite);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".part", JsonSerializer.Serialize(units, SavedRunJson.Default.FoundUnits));
        File.Move(file + ".part", file, overwrite: true);
    });

    /// <summary>The units of a suite that were kept; null when it was not listed yet.</summary>
    public FoundUnits? ReadUnits(string suite)
    {
        try
        {
            return File.Exists(UnitsFile(suite)) && JsonSerializer.Deserialize(File.ReadAllText(UnitsFile(suite)), SavedRunJson.Default.FoundUnits) is { Units: { } units } found && units.All(unit => unit is { Name: not null, Suite: not null }) ? found with { Units = SavedRun.Completed(found.Units) } : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }

    private string UnitsFile(string suite) => System.IO.Path.Combine(Path, "units", FileNames.Safe(suite) + ".json");

    /// <summary>What was noted about jobs, in order.</summary>
    public IReadOnlyList<JobRecord> Jobs() => JobsOf(Path);

    /// <summary>What was noted about the jobs of a run, in order, also while it goes on.</summary>
    public static IReadOnlyList<JobRecord> JobsOf(string folder)
    {
        var file = System.IO.Path.Combine(folder, JobsFile);
        return File.Exists(file) ? [.. File.ReadLines(file).Select(JobRecord.Parse).OfType<JobRecord>()] : [];
    }

    /// <summary>Keeps the manifest that suites are proven against.</summary>
    public void Write(Manifest manifest) => Guard(() =>
    {
        lock (gate)
        {
            var file = ManifestFile(manifest.Digest);
            if (!File.Exists(file))
            {
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
                File.WriteAllText(file + ".part", manifest.ToString());
                File.Move(file + ".part", file);
            }
        }
    });

    /// <summary>A manifest that was kept; null when it is not there or not what its name says.</summary>
    public Manifest? ReadManifest(string digest)
    {
        var file = ManifestFile(digest);
        return digest.All(char.IsAsciiLetterOrDigit) && File.Exists(file) && Manifest.TryParse(File.ReadAllText(file), out var manifest) && manifest!.Digest == digest ? manifest : null;
    }

    private string ManifestFile(string digest) => System.IO.Path.Combine(Path, "manifests", digest + ".txt");

    /// <summary>Writes summary.json, at once and whole: where it is, the run is over.</summary>
    public void Write(RunReport report) => Guard(() =>
    {
        var path = System.IO.Path.Combine(Path, StoredRun.SummaryName);
        using (var file = File.Create(path + ".part"))
        {
            ReportJson.Write(report, file);
        }

        File.Move(path + ".part", path, overwrite: true);
    });

    /// <summary>Writes what is left of a run for people and programs, but for what says that it is over.</summary>
    /// <param name="report">The report.</param>
    /// <param name="resultsFolder">Folder that gets merged results as well; null for none.</param>
    public void WritePages(RunReport report, string? resultsFolder)
    {
        if (RunResults.HasPage(report.Verb))
        {
            WriteResults(report, resultsFolder);
        }
    }

    /// <summary>True when the run's report is written: nobody goes on with it.</summary>
    public static bool IsOver(string folder) => File.Exists(System.IO.Path.Combine(folder, StoredRun.SummaryName));

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

        busy.Dispose();
    }

    private static StreamWriter Open(string path) => new(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read), new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
}
