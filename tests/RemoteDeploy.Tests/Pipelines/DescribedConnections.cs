using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>What doctor says of the ssh at both ends.</summary>
public sealed class DescribedConnections : IAsyncDisposable
{
    private Fleet? fleet;

    public ValueTask DisposeAsync() => fleet?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Have_the_versions_of_client_and_server_and_cost_no_login()
    {
        await StartAsync(1);

        var host = Assert.Single((await DoctorAsync()).Hosts);

        Assert.Equal((HostOutcome.Ok, await VersionAsync()), (host.Outcome, host.Facts!.Ssh?.Client));
        Assert.StartsWith("OpenSSH_", host.Facts.Ssh!.Server, StringComparison.Ordinal);
        Assert.NotNull(host.Facts.Ssh.ServerIsStrict);
        Assert.DoesNotContain("Failed none", fleet!.Ssh["h1"].Log, StringComparison.Ordinal);
        Assert.Single(fleet.Ssh["h1"].Log.Split('\n'), line => line.Contains("Accepted publickey", StringComparison.Ordinal));
    }

    /// <summary>The way over a jump host is the user's, and what that one says is not what the host says.</summary>
    [Fact]
    public async Task Go_the_way_of_ssh_config()
    {
        await StartAsync(2);
        var config = await File.ReadAllTextAsync(fleet!.Ssh.ConfigFile);
        await File.WriteAllTextAsync(fleet.Ssh.ConfigFile, "Host h2\n  ProxyJump h1\n" + config);

        var report = await DoctorAsync();

        Assert.All(report.Hosts, host => Assert.StartsWith("OpenSSH_", host.Facts!.Ssh?.Server, StringComparison.Ordinal));
        Assert.Contains("Accepted publickey", fleet.Ssh["h1"].Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_a_server_that_is_not_strict_are_remarked_on_and_no_failure()
    {
        await StartAsync(1);

        var report = await DoctorAsync(await WrappedAsync("sed -e 's/,kex-strict-s-v00@openssh.com//' -e 's/remote software version .*/remote software version OpenSSH_7.4\\r/'"));

        var host = Assert.Single(report.Hosts);
        Assert.Equal((0, "OpenSSH_7.4", (bool?)false), (report.ExitCode, host.Facts!.Ssh?.Server, host.Facts.Ssh?.ServerIsStrict));
        Assert.Contains(host.Notes, note => note.StartsWith("its ssh server does not offer strict key exchange", StringComparison.Ordinal));
    }

    [Fact]
    public async Task That_say_nothing_of_themselves_are_not_described()
    {
        await StartAsync(1);

        var report = await DoctorAsync(await WrappedAsync("sed d"));

        Assert.Equal((0, HostOutcome.Ok), (report.ExitCode, report.Hosts[0].Outcome));
        Assert.Null(report.Hosts[0].Facts!.Ssh);
        Assert.Empty(report.Hosts[0].Notes);
    }

    private async Task StartAsync(int count) => fleet = await Fleet.SshAsync(count);

    private Task<RunReport> DoctorAsync(string program = "ssh") =>
        fleet!.EngineWith(options => options with { SshProgram = program }).DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));

    // An ssh whose debugging output passes through a filter.
    private async Task<string> WrappedAsync(string filter)
    {
        var path = Path.Combine(fleet!.WorkFolder, "wrapped-ssh");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n[ \"$1\" = -vv ] || exec ssh \"$@\"\nssh \"$@\" 2>&1 >/dev/null | {filter} >&2\n");
        FileModes.Set(path, "755");
        return path;
    }

    // OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026
    private static async Task<string> VersionAsync() => (await Programs.RunAsync("ssh", "-V")).Error.Split(',')[0];
}
