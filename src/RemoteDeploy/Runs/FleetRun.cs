using RemoteDeploy.Compression;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Remoting.Local;
using RemoteDeploy.Remoting.Ssh;
using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Results.Differences;

namespace RemoteDeploy.Runs;

/// <summary>One invocation: its hosts side by side, each shielded from the others, and the report in the end.</summary>
internal sealed class FleetRun : IAsyncDisposable
{
    private readonly EngineOptions options;
    private readonly FleetRequest request;
    private readonly string verb;
    private readonly CancellationToken outside;
    private readonly SemaphoreSlim forks;
    private readonly ZstdProgram zstd;
    private readonly Lock gate = new();
    private readonly List<Fault> faults = [];
    private readonly GzipEncoding gzip = new();
    private readonly Dictionary<IContentEncoding, PayloadCompressor> compressors = [];
    private readonly long started;
    private readonly DateTimeOffset startedAt;

    private FleetRun(EngineOptions options, FleetRequest request, string verb, RunFolder? folder, string runId, CancellationToken outside)
    {
        this.options = options;
        this.request = request;
        this.verb = verb;
        this.outside = outside;
        Folder = folder;
        zstd = new ZstdProgram(options.ZstdProgram);
        forks = new SemaphoreSlim(Math.Max(1, request.Forks));
        started = options.Time.GetTimestamp();
        startedAt = options.Time.GetUtcNow();
        Identity = new RunIdentity(runId, request.App, $"{Environment.UserName}@{Environment.MachineName}", options.Time);
        Events = new EventHub(options.Time, [.. new IRunObserver?[] { folder, options.Observer }.OfType<IRunObserver>()]);
        Hosts = [.. request.Hosts.Select(NewHost)];
    }

    /// <summary>Name of the run and what goes into receipts.</summary>
    public RunIdentity Identity { get; }

    /// <summary>The verb.</summary>
    public string Verb => verb;

    /// <summary>What was asked for.</summary>
    public FleetRequest Request => request;

    /// <summary>What the engine was told about this machine.</summary>
    public EngineOptions Options => options;

    /// <summary>How suites that hosts share went, for the report.</summary>
    public Pool.PoolReport? Pool { get; set; }

    /// <summary>Where events go.</summary>
    public EventHub Events { get; }

    /// <summary>The run folder; null for verbs that change nothing.</summary>
    public RunFolder? Folder { get; }

    /// <summary>All requested hosts.</summary>
    public IReadOnlyList<HostRun> Hosts { get; }

    /// <summary>Manifest digest of the payload, for the report.</summary>
    public string? Manifest { get; set; }

    /// <summary>True when the run was cancelled from outside.</summary>
    public bool Cancelled => outside.IsCancellationRequested;

    /// <summary>True when there is a fault that belongs to no single host.</summary>
    public bool Failed => faults.Count > 0;

    /// <summary>The token of the run.</summary>
    public CancellationToken Token => outside;

    /// <summary>Runs a verb: checks the request, makes the run folder, does the work, reports.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, FleetRequest request, string verb, Func<FleetRun, Task> work, CancellationToken cancellationToken)
    {
        var runId = RunIdentity.NewId(options.Time);
        var invalid = RequestCheck.Find(request).ToList();
        RunFolder? folder = null;
        if (invalid.Count == 0 && verb is not ("plan" or "doctor" or "ps" or "stop" or "logs"))
        {
            var made = RunFolder.Create(options.WorkFolder, runId, RequestJson.Of(verb, request));
            invalid.AddRange(made.Faults);
            made.TryGet(out folder, out _);
        }

        return await ExecuteAsync((options, request, verb, runId), folder, invalid, work, cancellationToken);
    }

    /// <summary>Goes on with a run whose process is gone, under its name and in its folder.</summary>
    /// <param name="options">This machine.</param>
    /// <param name="saved">What the run was.</param>
    /// <param name="folder">Its folder; null to look only and write nothing.</param>
    /// <param name="work">What is left to do.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static Task<RunReport> ResumeAsync(EngineOptions options, (FleetRequest Request, string Verb, string RunId) saved, RunFolder? folder, Func<FleetRun, Task> work, CancellationToken cancellationToken) =>
        ExecuteAsync((options, saved.Request, saved.Verb, saved.RunId), folder, [.. RequestCheck.Find(saved.Request)], work, cancellationToken);

    private static async Task<RunReport> ExecuteAsync((EngineOptions Options, FleetRequest Request, string Verb, string RunId) what, RunFolder? folder, List<Fault> invalid, Func<FleetRun, Task> work, CancellationToken cancellationToken)
    {
        var (options, request, verb, runId) = what;
        using (folder)
        {
            await using var run = new FleetRun(options, request, verb, folder, runId, cancellationToken);
            run.Fail(invalid);
            run.Events.Raise(new RunStarted(run.Events.Now, runId, verb, [.. request.Hosts.Select(host => host.Name)], folder?.Path));
            if (invalid.Count == 0)
            {
                await run.ShieldAsync(() => work(run), run.Fail);
            }

            return await run.FinishAsync();
        }
    }

    /// <summary>Notes faults that belong to no single host.</summary>
    public void Fail(IEnumerable<Fault> found)
    {
        foreach (var fault in found)
        {
            faults.Add(fault);
            Events.Raise(new Faulted(Events.Now, fault));
        }
    }

    /// <summary>What compresses the payload of this run for a host; null when it gets streams as they are.</summary>
    public PayloadCompressor? CompressorFor(HostRun host, PayloadSnapshot payload)
    {
        if (host.Host.Kind == HostKind.Local || Folder is null || EncodingFor(host) is not { } encoding)
        {
            return null;
        }

        lock (gate)
        {
            if (!compressors.TryGetValue(encoding, out var compressor))
            {
                // What one encoding has made is of no use to the other, and the bound is one for all: only zstd's is kept.
                var cache = options.CacheFolder is null || encoding != zstd ? null : new ContentCache(Path.Combine(options.CacheFolder, "compressed", encoding.Name), options.CacheBytes, options.Time);
                compressor = new PayloadCompressor(encoding, payload, Path.Combine(Folder.Path, "spool"), cache);
                compressors.Add(encoding, compressor);
            }

            return compressor;
        }
    }

    private IContentEncoding? EncodingFor(HostRun host) => host.Facts switch
    {
        { HasZstd: true } when zstd.IsThere => zstd,
        { HasGzip: true } => gzip,
        _ => null,
    };

    /// <summary>The payload is not what it was: nothing that was compressed of it is used in later runs.</summary>
    public void DistrustCompressed()
    {
        lock (gate)
        {
            foreach (var compressor in compressors.Values)
            {
                compressor.Distrust();
            }
        }
    }

    /// <summary>Does work on each of some hosts side by side, as many at a time as the request allows. Never throws.</summary>
    /// <param name="hosts">The hosts.</param>
    /// <param name="work">The work.</param>
    /// <param name="goesOn">True when more is to come for hosts on which this succeeds; the others are done with.</param>
    public Task ForEachAsync(IEnumerable<HostRun> hosts, Func<HostRun, CancellationToken, Task> work, bool goesOn = false) => Task.WhenAll(hosts.Select(async host =>
    {
        async Task WorkAsync(HostRun one)
        {
            await work(one, one.Deadline.Token);
            one.IsDone = !goesOn;
        }

        try
        {
            await forks.WaitAsync(outside);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        using var turn = new Turn(forks);
        host.Turn = turn;
        try
        {
            await ShieldAsync(() => WorkAsync(host), host.Fail, host);
            if (!Cancelled && (host.Failed || !goesOn))
            {
                await host.ReleaseAsync(hasty: false);
                host.Finish(cancelled: false);
            }
        }
        finally
        {
            host.Turn = null;
        }
    }));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Hosts.Select(host => host.DisposeAsync().AsTask()));
        foreach (var compressor in compressors.Values)
        {
            compressor.Dispose();
        }

        forks.Dispose();
    }

    private async Task ShieldAsync(Func<Task> work, Action<IEnumerable<Fault>> fail, HostRun? host = null)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (outside.IsCancellationRequested)
        {
            // Reported as cancelled; whatever was found before stays.
        }
        catch (OperationCanceledException) when (host is not null && host.Deadline.IsCancellationRequested)
        {
            // A command that takes too long is the command's fault, not the host's.
            var code = host.Phase == Phase.Run ? FaultCatalog.TimedOut : FaultCatalog.HostStalled;
            fail([new Fault(code, $"The run's deadline of {request.Timeout!.Value.TotalSeconds:0.#} s passed on this host") { Try = "Raise --timeout, or look what is slow in the per-host log" }]);
        }
        catch (Exception exception)
        {
            fail([new Fault(FaultCatalog.Bug, $"{exception.GetType().Name}: {SafeText.Line(exception.Message, 500)}") { Found = SafeText.Line(exception.StackTrace, 1500), Try = "Report it with the run folder" }]);
        }
    }

    private async Task<RunReport> FinishAsync()
    {
        // Locks are given back before the report is made: what it says is how the hosts are left.
        await Task.WhenAll(Hosts.Select(host => host.ReleaseAsync(Cancelled).AsTask()));
        var cancelled = Cancelled;
        var report = new RunReport
        {
            RunId = Identity.RunId,
            Verb = verb,
            App = verb is "put" or "get" or "exec" or "ps" ? null : request.App,
            Manifest = Manifest,
            RunFolder = Folder?.Path,
            Started = startedAt,
            Duration = options.Time.GetElapsedTime(started),
            Cancelled = cancelled,
            Faults = faults,
            Pool = Pool,
            Hosts = [.. Hosts.Select(host => host.Finish(cancelled))],
        };
        var hasPage = Folder is not null && RunResults.HasPage(verb);
        report = report with { Differences = DifferenceSearch.Of(report), Page = hasPage ? Path.Combine(Folder!.Path, HtmlReport.FileName) : null };
        var resultsFolder = (request as IRunsSuites)?.Tests.ResultsFolder;
        report = await RunEnding.KeepAsync(Folder, report, Hosts, resultsFolder, options.Time);

        Folder?.ForgetSecrets();
        if (Folder?.Failure is { } failure)
        {
            report = report with { Faults = [.. faults, failure], Page = File.Exists(report.Page) ? report.Page : null };
        }

        Events.Raise(new RunFinished(Events.Now, report));
        return report;
    }

    private HostRun NewHost(Host host)
    {
        IHostTransport transport = host.Kind == HostKind.Local
            ? new LocalTransport(host, Path.Combine(options.WorkFolder, EngineOptions.OwnFolder, "hosts", FileNames.Safe(host.Address)))
            : new SshTransport(host, SshSettings.Of(options, request));
        var session = new HostSession(transport, host.Base ?? request.Base, new SessionLimits(request.ConnectTimeout, request.StallTimeout, options.Time) { LeastRate = request.MinRate });
        var deadline = CancellationTokenSource.CreateLinkedTokenSource(outside);
        deadline.CancelAfter(request.Timeout ?? Timeout.InfiniteTimeSpan);
        return new HostRun(host, session, Events, options.Time, deadline);
    }
}
