using Microsoft.Build.Framework;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Tasks.Requests;

namespace RemoteDeploy.Tasks;

/// <summary>Broadcasts a folder to the hosts, verifies every byte there, and switches to it.</summary>
[MSBuildMultiThreadableTask]
public sealed class DeployToHosts : FleetTask
{
    /// <summary>The folder to ship, absolute.</summary>
    [Required]
    public string Payload { get; set; } = "";

    private protected override Task<RunReport> RunAsync(DeployEngine engine, Fleet fleet, CancellationToken cancellationToken)
    {
        var request = fleet.Fill(new DeployRequest
        {
            Hosts = fleet.Hosts,
            Payload = Payload,
            Version = fleet.Version,
            Keep = fleet.Keep,
            AllowFailures = fleet.AllowFailures,
            Relay = fleet.Relay,
            Verify = fleet.Verify,
            AfterCopy = fleet.AfterCopy,
        });
        return fleet.DryRun ? engine.PlanAsync(request, cancellationToken) : engine.DeployAsync(request, cancellationToken);
    }
}
