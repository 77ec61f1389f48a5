using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>An application of its own on the hosts of a fleet, so that tests can share the hosts.</summary>
internal sealed class Application(Fleet fleet)
{
    public string Name { get; } = "app-" + Guid.NewGuid().ToString("N")[..8];

    /// <summary>Where a path below the application's folder on a host is found from here.</summary>
    public string At(int host, string path = "") => fleet.Outside(host, $".remotedeploy/{Name}/{path}");

    public Task<RunReport> DeployAsync(PayloadFolder payload, Func<DeployRequest, DeployRequest>? with = null, CancellationToken cancellationToken = default) =>
        fleet.DeployAsync(payload.Path, request => (with?.Invoke(request) ?? request) with { App = Name }, cancellationToken);

    /// <summary>Deploys what has to work on every host.</summary>
    public async Task MustDeployAsync(PayloadFolder payload)
    {
        var report = await DeployAsync(payload);
        Assert.Equal([], report.AllFaults);
        Assert.All(fleet.Hosts.Select((_, host) => host), host => AssertActive(payload, host));
    }

    /// <summary>The active release is the payload, byte for byte.</summary>
    public void AssertActive(PayloadFolder payload, int host) => FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(At(host, "current")));

    /// <summary>No release is active.</summary>
    public void AssertNoneActive(int host) => Assert.False(Path.Exists(At(host, "current")));

    /// <summary>Waits until no lock, no staged file and no sign of a run is left on a host.</summary>
    public Task IsCleanAsync(int host) => Eventually.IsTrueAsync(() => Leftovers(host).Count == 0, () => $"host {host + 1} is clean: {string.Join(", ", Leftovers(host))}");

    private List<string> Leftovers(int host) => !Directory.Exists(At(host))
        ? []
        : [.. Directory.GetFileSystemEntries(At(host)).Select(path => Path.GetFileName(path)!).Where(name => name is not ("releases" or "receipts" or "activations" or "current"))];
}
