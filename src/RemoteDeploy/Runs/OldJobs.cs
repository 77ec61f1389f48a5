using RemoteDeploy.Activation;
using RemoteDeploy.Jobs;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>
/// Jobs that a host keeps of runs that are over: nobody could tell the host that their results are here, because it was out of reach at
/// the end, or because the process was killed right after the report was written.
/// </summary>
internal static class OldJobs
{
    /// <summary>Lets the host remove them. Those of other machines' runs go after a week.</summary>
    public static async Task ForgetAsync(string workFolder, HostRun host, HostLease lease, CancellationToken cancellationToken)
    {
        foreach (var job in lease.Inspection.Jobs.Reverse().Where(job => IsOver(workFolder, host.Host.Name, job)))
        {
            var folder = $"{lease.Folder}/jobs/{job}";
            var told = await lease.StepAsync(new ScriptCall("collected", folder), cancellationToken);
            if (told.TryGet(out var reply, out _) && HostJobs.StaysOf(reply) is { Length: > 0 } words)
            {
                host.LeavesBehind(OwnedJobs.Stuck(SafeText.Line(folder), words));
            }
        }
    }

    /// <summary>True when the run has fetched a job. One whose end was never seen may still have something to say.</summary>
    /// <param name="records">What the run noted about its jobs.</param>
    /// <param name="host">The host.</param>
    /// <param name="job">The job, as run and name.</param>
    public static bool IsFetched(IEnumerable<JobRecord> records, string host, string job) =>
        records.Where(record => record.Host == host && record.Folder.EndsWith("/jobs/" + job, StringComparison.Ordinal)).ToList() is var own
        && own.Exists(record => record is { Kind: JobRecordKind.Ended, Cause: not (null or JobCause.HostLost) })
        && !own.Exists(record => record.Kind == JobRecordKind.Unfetched);

    // The host's word is only compared with names of run folders.
    private static bool IsOver(string workFolder, string host, string job) =>
        job.Split('/') is [var run, _]
        && RunNames.Known(workFolder).FirstOrDefault(folder => Path.GetFileName(folder) == run) is { } folder
        && RunFolder.IsOver(folder)
        && IsFetched(RunFolder.JobsOf(folder), host, job);
}
