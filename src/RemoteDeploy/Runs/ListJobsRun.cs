using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>The jobs of each host.</summary>
internal static class ListJobsRun
{
    /// <summary>Does it.</summary>
    public static Task ExecuteAsync(FleetRun run, ListJobsRequest request) => run.ForEachAsync(run.Hosts, async (host, token) =>
    {
        host.Enter(Phase.Connect);
        if (!(await HostJobs.ListAsync(host.Session, token)).TryGet(out var jobs, out var faults))
        {
            host.Fail(faults);
            return;
        }

        host.Describe(report => report with { Jobs = [.. jobs.Where(job => request.Run is null || job.Run.StartsWith(request.Run, StringComparison.Ordinal))] });
        host.Outcome = HostOutcome.Ok;
    });
}
