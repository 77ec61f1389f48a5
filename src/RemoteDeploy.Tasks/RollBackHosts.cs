using Microsoft.Build.Framework;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>Switches the hosts back to an earlier release, which is verified first.</summary>
[MSBuildMultiThreadableTask]
public sealed class RollBackHosts : FleetTask
{
    /// <summary>Name of the release; empty for the one that was active before the present one.</summary>
    public string To { get; set; } = "";

    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken) =>
        engine.RollbackAsync(fleet.Fill(new RollbackRequest { Hosts = fleet.Hosts, To = To.Length == 0 ? null : To }), cancellationToken);
}
