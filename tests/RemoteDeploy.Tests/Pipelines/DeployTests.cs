using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

public abstract class DeployTests
{
    private protected abstract Task<Fleet> StartAsync(int count);

    [Fact]
    public async Task Arrives_byte_for_byte_on_every_host()
    {
        await using var fleet = await StartAsync(3);
        using var payload = PayloadFolder.Hostile();

        var report = await fleet.DeployAsync(payload.Path);

        Assert.Equal([], report.AllFaults);
        for (var host = 0; host < 3; host++)
        {
            Assert.Equal(HostOutcome.Activated, report.Hosts[host].Outcome);
            FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(host, "current")));
        }
    }

    [Fact]
    public async Task A_second_call_sends_nothing()
    {
        await using var fleet = await StartAsync(2);
        using var payload = PayloadFolder.Plain();
        await fleet.DeployAsync(payload.Path);

        var report = await fleet.DeployAsync(payload.Path);

        Assert.All(report.Hosts, host => Assert.Equal((HostOutcome.Unchanged, 0L, 0, 0L), (host.Outcome, host.BytesSent, host.FilesSent, host.BytesOnWire)));
    }

    [Fact]
    public async Task A_flipped_byte_is_found_and_only_that_file_is_repaired()
    {
        await using var fleet = await StartAsync(2);
        using var payload = PayloadFolder.Plain().File("data/big.bin", new byte[100_000]);
        await fleet.DeployAsync(payload.Path);
        FlipByte(fleet.App(1, "current/data/big.bin"));

        var audit = await fleet.VerifyAsync();
        var repair = await fleet.DeployAsync(payload.Path);

        Assert.Equal(20, audit.ExitCode);
        var fault = Assert.Single(audit.AllFaults);
        Assert.Equal((FaultCatalog.DigestDiffers, fleet.Hosts[1].Name, "data/big.bin"), (fault.Code, fault.Host, fault.Path));
        Assert.Equal(0, repair.ExitCode);
        Assert.Equal((0, 1), (repair.Hosts[0].FilesSent, repair.Hosts[1].FilesSent));
        Assert.Equal(100_000, repair.Hosts[1].BytesSent);
        FolderSnapshot.AssertSame(payload.Snapshot(), FolderSnapshot.Of(fleet.App(1, "current")));
    }

    internal static void FlipByte(string path)
    {
        var content = File.ReadAllBytes(path);
        content[content.Length / 2] ^= 1;
        File.WriteAllBytes(path, content);
    }
}

public sealed class DeployToLocalHostsTests : DeployTests
{
    private protected override Task<Fleet> StartAsync(int count) => Task.FromResult(Fleet.Local(count));
}

public sealed class DeployToSshHostsTests : DeployTests
{
    private protected override Task<Fleet> StartAsync(int count) => Fleet.SshAsync(count);
}
