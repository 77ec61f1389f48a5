using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Remoting;
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
        await DescribeConnectionAsync(host, facts, token);
        if (facts.MissingTools.Count > 0)
        {
            // No step but the probe is possible there.
            return;
        }

        if (await HostSteps.InspectAsync(run, host, token) is { } inspection)
        {
            host.Describe(report => report with { Release = inspection.Current });
        }

        await FindOldKeysAsync(host, token);
        host.Outcome = HostOutcome.Ok;
    });

    private static async Task DescribeConnectionAsync(HostRun host, HostFacts facts, CancellationToken cancellationToken)
    {
        if (await host.Session.HandshakeAsync(cancellationToken) is not { } handshake)
        {
            return;
        }

        host.Facts = facts with { Ssh = handshake };
        foreach (var remark in Fitness.Remarks(handshake))
        {
            host.Note(remark);
        }
    }

    // What a run that was killed at the wrong moment could not take away.
    private static async Task FindOldKeysAsync(HostRun host, CancellationToken cancellationToken)
    {
        var answered = await host.Session.StepAsync(new ScriptCall("oldkeys"), cancellationToken);
        host.Fail(answered.Faults);
        if (answered.TryGet(out var reply, out _) && reply.Values("old").FirstOrDefault()?.Split(' ', 2) is [var count, var file])
        {
            host.Fail(new Fault(FaultCatalog.RelayKeyLeft, "Keys of runs that are over are among the authorized keys")
            {
                Path = SafeText.Line(file, 300),
                Found = $"{SafeText.Line(count, 10)} lines that end with '{RelayKey.Mark}', past their expiry or about to be",
                Try = "Remove these lines; the next relay to this host does so as well",
            });
        }
    }
}
