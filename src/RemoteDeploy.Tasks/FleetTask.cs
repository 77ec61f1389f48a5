using System.Diagnostics.CodeAnalysis;
using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Rendering;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>What all tasks share: they build one request out of items, let the engine work, and log what it reports. They decide nothing.</summary>
[SuppressMessage("Design", "CA1001", Justification = "MSBuild never disposes tasks and may cancel late; a source without timer or wait handle holds nothing to release.")]
public abstract class FleetTask : Microsoft.Build.Utilities.Task, ICancelableTask
{
    private readonly CancellationTokenSource cancellation = new();
    private IReadOnlyList<Fault> warnings = [];

    /// <summary>One item with the settings of the project as metadata; see <c>_RemoteDeploySettings</c> in the targets.</summary>
    [Required]
    public ITaskItem Settings { get; set; } = null!;

    /// <summary>The <c>RemoteHost</c> items.</summary>
    public ITaskItem[] Hosts { get; set; } = [];

    /// <summary>One item for each host (for tests: host and suite), with what happened as metadata.</summary>
    [Output]
    public ITaskItem[] Results { get; protected set; } = [];

    /// <summary>Stops the work; hosts are left clean.</summary>
    public void Cancel() => cancellation.Cancel();

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031", Justification = "A bug must become an error with a code, not a stack trace of MSBuild's.")]
    public sealed override bool Execute()
    {
        var source = new ProjectSource(Settings);
        try
        {
            var faults = RunAsync(source, cancellation.Token).GetAwaiter().GetResult();
            var log = new FaultLog(Log, source);
            log.Write(faults);
            log.Warn(warnings);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Log.LogMessage(MessageImportance.High, "RemoteDeploy was cancelled.");
        }
        catch (Exception bug)
        {
            new FaultLog(Log, source).Write([new Fault(FaultCatalog.Bug, SafeText.Line(bug.ToString())) { Try = "Report it with the run folder" }]);
        }

        return !Log.HasLoggedErrors && !cancellation.IsCancellationRequested;
    }

    /// <summary>Hands the request to the engine.</summary>
    private protected abstract Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken);

    /// <summary>What is wrong with the items of this task, before anything runs.</summary>
    private protected virtual IEnumerable<Fault> Check(Fleet fleet, ProjectSource source) => [];

    /// <summary>Turns the report into items.</summary>
    private protected virtual ITaskItem[] ToItems(RunReport report) => ResultItems.OfHosts(report);

    /// <summary>The faults to log, with the places that this task knows and the engine does not.</summary>
    private protected virtual IEnumerable<Fault> FaultsOf(RunReport report) => report.AllFaults;

    /// <summary>What a person should look at although nothing failed.</summary>
    private protected virtual IEnumerable<Fault> WarningsOf(RunReport report) => [];

    /// <summary>True when there is nothing to do on any host.</summary>
    private protected virtual bool IsDone(Fleet fleet, BuildLines lines) => false;

    private async Task<IReadOnlyList<Fault>> RunAsync(ProjectSource source, CancellationToken cancellationToken)
    {
        if (!Fleet.Read(Settings, Hosts, source).TryGet(out var fleet, out var faults))
        {
            return faults;
        }

        IReadOnlyList<Fault> wrong = [.. Check(fleet, source)];
        var lines = new BuildLines(Log, BuildEngine, fleet.LiveProgress);
        if (wrong.Count > 0 || IsDone(fleet, lines))
        {
            return wrong;
        }

        using var progress = new BuildProgress(lines, TimeProvider.System);
        var options = new EngineOptions
        {
            WorkFolder = fleet.WorkFolder,
            ControlFolder = ControlFolder.Prepare(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR")),
            CacheFolder = CacheFolder.Of(Environment.GetEnvironmentVariable("XDG_CACHE_HOME"), Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify)),
            Observer = progress,
        };
        var report = await RunAsync(new DeployEngine(options), fleet, cancellationToken);
        progress.Complete(report);
        Results = ToItems(report);
        warnings = [.. WarningsOf(report)];
        return [.. FaultsOf(report)];
    }
}
