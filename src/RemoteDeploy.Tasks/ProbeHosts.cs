using Microsoft.Build.Framework;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>Says what is wrong with each host; changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class ProbeHosts : FleetTask
{
    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        engine.DoctorAsync(fleet.Fill(new FleetRequest { Hosts = fleet.Hosts }), cancellationToken);
}
