using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>The last thing of a run: its report is written here, and then hosts may forget its jobs.</summary>
internal static class RunEnding
{
    private static readonly TimeSpan ForgetPatience = TimeSpan.FromSeconds(10);

    /// <summary>Writes the report and lets hosts remove the jobs whose results are here. Where this machine could not write what it had to, hosts
    /// keep their jobs, and the run is not over: an attach goes on with it.</summary>
    /// <param name="folder">The run folder; null for verbs that have none.</param>
    /// <param name="report">The report.</param>
    /// <param name="hosts">The hosts, in the order of the report.</param>
    /// <param name="resultsFolder">Folder that gets merged results as well; null for none.</param>
    /// <param name="time">Clock.</param>
    /// <returns>The report, with what stays on the hosts.</returns>
    public static async Task<RunReport> KeepAsync(RunFolder? folder, RunReport report, IReadOnlyList<HostRun> hosts, string? resultsFolder, TimeProvider time)
    {
        folder?.WritePages(report, resultsFolder);
        if (!IsUnsaved(folder, report))
        {
            // Last, as it says that the run is over: a process that is killed before leaves everything that an attach needs, here and on the hosts.
            folder?.Write(report);
        }

        if (IsUnsaved(folder, report) && With(report, [.. hosts.Select(host => host.Jobs.KeepAll(report.RunId))]) is var kept && kept != report)
        {
            folder?.WritePages(kept, resultsFolder);
            return kept;
        }

        // A host that does not hear of it is told by the next run that takes its lock.
        using var patience = new CancellationTokenSource(ForgetPatience, time);
        var stays = await Task.WhenAll(hosts.Select(host => host.Jobs.ForgetAsync(patience.Token)));
        var whole = With(report, stays);
        if (folder is not null && (whole != report || IsUnsaved(folder, report)))
        {
            folder.WritePages(whole, resultsFolder);
            folder.Write(whole);
        }

        return whole;
    }

    private static bool IsUnsaved(RunFolder? folder, RunReport report) =>
        folder?.Failure is not null || report.Hosts.Any(host => host.Faults.Concat(host.Suites.SelectMany(suite => suite.Faults)).Any(fault => fault.Code == FaultCatalog.CannotWriteHere));

    private static RunReport With(RunReport report, IReadOnlyList<IReadOnlyList<string>> stays) => stays.All(more => more.Count == 0)
        ? report
        : report with { Hosts = [.. report.Hosts.Zip(stays, (host, more) => more.Count == 0 ? host : host with { LeftBehind = [.. host.LeftBehind, .. more] })] };
}
