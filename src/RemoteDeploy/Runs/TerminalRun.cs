using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>Makes ready that a person watches a running job: picks it, and has its host prepare a private session of tmux or screen.</summary>
internal static class TerminalRun
{
    /// <summary>Does it.</summary>
    public static async Task<Attempt<TerminalCommand>> ExecuteAsync(EngineOptions options, TerminalRequest asked, CancellationToken cancellationToken)
    {
        if (!RunChoice.Find(options.WorkFolder, asked.Run).TryGet(out var found, out var faults))
        {
            return Attempt<TerminalCommand>.Failed(faults);
        }

        var request = found.Saved.ToRequest();
        if (!Hosts(request.Hosts, asked.On).TryGet(out var hosts, out faults))
        {
            return Attempt<TerminalCommand>.Failed(faults);
        }

        var running = Running(found.Folder);
        if (hosts.Where(host => running.ContainsKey(host.Name)).ToList() is not [var one])
        {
            return NotOne([.. hosts.Select(host => host.Name).Where(running.ContainsKey)]);
        }

        TerminalCommand? command = null;
        var report = await FleetRun.ResumeAsync(
            options,
            (request with { Hosts = [one] }, "attach", found.Saved.RunId),
            null,
            run => run.ForEachAsync(run.Hosts, async (host, token) => command = await PrepareAsync(host, found.Saved.RunId, running[one.Name], token)),
            cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return command is not null ? command : Attempt<TerminalCommand>.Failed([.. report.AllFaults]);
    }

    private static Attempt<IReadOnlyList<Host>> Hosts(IReadOnlyList<Host> hosts, string? on) =>
        on is null ? Attempt<IReadOnlyList<Host>>.Of(hosts) : new HostInventory { Hosts = hosts }.Select(on);

    // The job that was started last on each host, where its end was not seen yet.
    private static Dictionary<string, JobRecord> Running(string folder)
    {
        var records = RunFolder.JobsOf(folder);
        var ended = records.Where(record => record.Kind == JobRecordKind.Ended).Select(record => (record.Host, record.Folder)).ToHashSet();
        return records
            .Where(record => record.Kind == JobRecordKind.Started && !ended.Contains((record.Host, record.Folder)))
            .GroupBy(record => record.Host, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Last(), StringComparer.Ordinal);
    }

    private static Fault NotOne(IReadOnlyList<string> names) => names.Count == 0
        ? new Fault(FaultCatalog.UnknownRun, "No job of the run is running that could be watched") { Try = "See what it wrote with: remotedeploy logs RUN" }
        : new Fault(FaultCatalog.BadUsage, "A terminal shows one host, and the run has running jobs on several") { Found = SafeText.Line(HostNames.Short(names), 300), Try = "Name one with --on HOST" };

    private static async Task<TerminalCommand?> PrepareAsync(HostRun host, string run, JobRecord job, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Connect);

        // APP/jobs/RUN/JOB
        var (runFolder, _) = GetRun.Split(job.Folder);
        var app = GetRun.Split(GetRun.Split(runFolder).Folder).Folder;
        var call = new ScriptCall(
            "terminal",
            job.Folder,
            job.WorkFolder,
            FileNames.Safe(run).Replace('.', '_'),
            $"REMOTEDEPLOY_HOST={host.Host.Name}",
            $"REMOTEDEPLOY_RUN={run}",
            $"REMOTEDEPLOY_RELEASE={app}/releases/{job.Release}",
            $"REMOTEDEPLOY_MANIFEST={job.Manifest}");
        var prepared = await host.Session.StepAsync(call, cancellationToken);
        if (!prepared.TryGet(out var reply, out var faults))
        {
            host.Fail(faults);
            return null;
        }

        if (reply.Values("open").FirstOrDefault() is not { } script)
        {
            host.Fail(new Fault(FaultCatalog.ProtocolBroken, "The host did not say what to open"));
            return null;
        }

        var opened = await host.Session.TerminalAsync(script, cancellationToken);
        host.Fail(opened.Faults);
        host.Outcome = HostOutcome.Ok;
        return opened.TryGet(out var command, out _) ? command : null;
    }
}
