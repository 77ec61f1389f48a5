using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;

namespace RemoteDeploy;

/// <summary>
/// The engine: one method a verb. Each returns a report that lists every requested host; expected failures are faults in it,
/// exceptions are bugs. Cancelling ends remote work, leaves hosts clean and returns a report marked cancelled.
/// </summary>
public sealed class DeployEngine(EngineOptions options)
{
    /// <summary>What the engine was told about this machine.</summary>
    public EngineOptions Options { get; } = options;

    /// <summary>Probes hosts and says what is wrong with each; changes nothing.</summary>
    public Task<RunReport> DoctorAsync(FleetRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "doctor", run => DoctorRun.ExecuteAsync(run, request), cancellationToken);

    /// <summary>Says what a deploy would do; changes nothing.</summary>
    public Task<RunReport> PlanAsync(DeployRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "plan", run => new PlanRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Broadcasts, verifies and activates a payload.</summary>
    public Task<RunReport> DeployAsync(DeployRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "deploy", run => new DeployRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Recomputes the digests of the active releases; changes nothing.</summary>
    public Task<RunReport> VerifyAsync(VerifyRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "verify", run => new VerifyRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Switches back to an earlier release after verifying it.</summary>
    public Task<RunReport> RollbackAsync(RollbackRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "rollback", run => new RollbackRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Copies files and folders to a folder of each host.</summary>
    public Task<RunReport> PutAsync(PutRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "put", run => new PutRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Brings a file or folder from each host.</summary>
    public Task<RunReport> GetAsync(GetRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "get", run => new GetRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Runs one command on each host.</summary>
    public Task<RunReport> ExecAsync(ExecRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "exec", run => new ExecRun(run, request).ExecuteAsync(), cancellationToken);

    /// <summary>Runs suites on the active releases, proven right before.</summary>
    public Task<RunReport> TestAsync(TestRequest request, CancellationToken cancellationToken = default) =>
        FleetRun.ExecuteAsync(Options, request, "test", run => new TestRun(run, request).ExecuteAsync(request.Payload), cancellationToken);

    /// <summary>Deploys, then runs suites on the hosts that were activated.</summary>
    public Task<RunReport> RunAsync(RunRequest request, CancellationToken cancellationToken = default) => FleetRun.ExecuteAsync(
        Options,
        request,
        "run",
        async run =>
        {
            var tests = new TestRun(run, request);
            if (tests.SelectHosts())
            {
                var deploy = new DeployRun(run, request, goesOn: true);
                await deploy.ExecuteAsync();
                await tests.ExecuteAsync(deploy.Activated);
            }
        },
        cancellationToken);

    /// <summary>Goes on with a run whose process is gone: follows what it had started, does the rest, and reports as the run itself would have.</summary>
    public Task<RunReport> AttachAsync(AttachRequest request, CancellationToken cancellationToken = default) => AttachRun.ExecuteAsync(Options, request, cancellationToken);

    /// <summary>Makes ready that a person watches a running job of a run, and types beside it, in a terminal. Leaving it does not touch the job.</summary>
    /// <returns>What to run with the streams of the user's terminal; else RD0002 where more hosts than one could be meant, RD0024 where nothing runs, RD1010 where the host has neither tmux nor screen.</returns>
    public Task<Faults.Attempt<Jobs.TerminalCommand>> OpenTerminalAsync(TerminalRequest request, CancellationToken cancellationToken = default) => TerminalRun.ExecuteAsync(Options, request, cancellationToken);

    /// <summary>Ends the jobs of a run on its hosts and waits until they have ended; what they wrote and nobody has fetched stays.</summary>
    public Task<RunReport> StopAsync(StopRequest request, CancellationToken cancellationToken = default) => StopRun.ExecuteAsync(Options, request, cancellationToken);

    /// <summary>Lists the jobs of hosts; changes nothing.</summary>
    public Task<RunReport> ListJobsAsync(ListJobsRequest request, CancellationToken cancellationToken = default) =>
        ListJobsRun.ExecuteAsync(Options, request, cancellationToken);

    /// <summary>Hands on what the jobs of a run have written, as events; changes nothing.</summary>
    public Task<RunReport> ReadLogsAsync(LogsRequest request, CancellationToken cancellationToken = default) => LogsRun.ExecuteAsync(Options, request, cancellationToken);
}
