using Microsoft.Build.Framework;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>Recomputes every digest of the active releases and compares with their receipts; changes nothing.</summary>
[MSBuildMultiThreadableTask]
public sealed class VerifyHosts : FleetTask
{
    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        engine.VerifyAsync(fleet.Fill(new VerifyRequest { Hosts = fleet.Hosts }), cancellationToken);
}
