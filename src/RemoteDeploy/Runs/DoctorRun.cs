using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>One probe of every host, and everything that would stand in a deploy's way.</summary>
internal static class DoctorRun
{
    /// <summary>Does it.</summary>
    public static Task ExecuteAsync(FleetRun run, FleetRequest request) => run.ForEachAsync(run.Hosts, async (host, token) =>
    {
        if (await HostSteps.ProbeAsync(run, host, token) is not { } facts)
        {
            return;
        }

        host.Fail(Fitness.ForReleases(request, facts));
        if (await HostSteps.InspectAsync(run, host, token) is { } inspection)
        {
            host.Describe(report => report with { Release = inspection.Current });
        }

        host.Outcome = HostOutcome.Ok;
    });
}
