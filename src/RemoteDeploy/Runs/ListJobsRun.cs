using RemoteDeploy.Jobs;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>The jobs of each host.</summary>
internal static class ListJobsRun
{
    /// <summary>Does it.</summary>
    public static async Task<RunReport> ExecuteAsync(EngineOptions options, ListJobsRequest request, CancellationToken cancellationToken)
    {
        if (request.Run == RunNames.Last)
        {
            if (!RunChoice.Find(options.WorkFolder, RunNames.Last).TryGet(out var found, out var faults))
            {
                return new RunReport { RunId = "", Verb = "ps", Started = options.Time.GetUtcNow(), Faults = faults };
            }

            request = request with { Run = found.Saved.RunId };
        }

        return await FleetRun.ExecuteAsync(options, request, "ps", run => ListAsync(run, request.Run), cancellationToken);
    }

    private static async Task ListAsync(FleetRun run, string? name)
    {
        var hasAny = false;
        await run.ForEachAsync(run.Hosts, async (host, token) =>
        {
            host.Enter(Phase.Connect);
            if (!(await HostJobs.ListAsync(host.Session, token)).TryGet(out var jobs, out var faults))
            {
                host.Fail(faults);
                return;
            }

            IReadOnlyList<JobListing> wanted = [.. jobs.Where(job => name is null || job.Run.StartsWith(name, StringComparison.Ordinal))];
            if (wanted.Count > 0)
            {
                Volatile.Write(ref hasAny, true);
            }

            host.Describe(report => report with { Jobs = wanted });
            host.Outcome = HostOutcome.Ok;
        });

        // Another machine may have started it; a host that did not answer may have jobs of it.
        if (name is not null && !hasAny && !run.Cancelled && !run.Hosts.Any(host => host.Failed))
        {
            run.Fail(RunChoice.Unknown(run.Options.WorkFolder, name).Select(fault => fault with { Found = "no host has a job of it" }));
        }
    }
}
