using RemoteDeploy.Inventory;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>sshd with limits tighter than its defaults.</summary>
public sealed class LimitedServers
{
    [Fact]
    public async Task One_session_a_connection_is_enough()
    {
        await using var fleet = await Fleet.SshAsync(2, new SshFleetOptions { MaxSessions = 1 });
        using var payload = PayloadFolder.Plain();
        await new Application(fleet).MustDeployAsync(payload);
    }

    [Fact]
    public async Task Connections_that_are_dropped_are_tried_again()
    {
        // Eight names of one machine that takes two new connections at a time and drops all others.
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { MaxStartups = "2:100:2" });
        var config = await File.ReadAllTextAsync(fleet.Ssh.ConfigFile);
        var names = Enumerable.Range(1, 8).Select(number => $"name{number}").ToList();
        await File.WriteAllTextAsync(fleet.Ssh.ConfigFile, config.Replace("Host h1", $"Host h1 {string.Join(' ', names)}", StringComparison.Ordinal));
        var hosts = names.Select(name => new Host { Name = name, Address = name, Base = $"~/{name}" }).ToList();
        using var payload = PayloadFolder.Plain();

        var report = await fleet.DeployAsync(payload.Path, request => request with { Hosts = hosts });

        Assert.Contains("drop connection", fleet.Ssh["h1"].Log, StringComparison.Ordinal);
        Assert.Equal([], report.AllFaults);
        Assert.All(names, name => FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.Outside(0, $"{name}/app/current"))));
    }
}
