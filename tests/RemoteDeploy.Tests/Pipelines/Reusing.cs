using RemoteDeploy.Planning;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>What a host holds in any kept release of any application is not sent to it.</summary>
public sealed class Reusing : IAsyncDisposable
{
    private const int Large = 300_000;
    private readonly Fleet fleet = Fleet.Local(1);

    public ValueTask DisposeAsync() => fleet.DisposeAsync();

    [Fact]
    public async Task Takes_files_that_were_renamed_and_gives_them_their_new_mode()
    {
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain().File("old/place", Noise(1)).File("old/script", Noise(2));
        await app.MustDeployAsync(payload);
        using var renamed = PayloadFolder.Plain().File("new/deep/place with 'quote'", Noise(1)).File("script", Noise(2), "0755");

        var plan = await fleet.Engine.PlanAsync(fleet.Request(new DeployRequest { Hosts = [], Payload = renamed.Path, App = app.Name }));
        var report = await app.DeployAsync(renamed);

        Assert.Equal([], report.AllFaults);
        Assert.Equal((0, 0L), (report.Hosts[0].FilesSent, report.Hosts[0].BytesSent));
        Assert.Equal((0, report.Hosts[0].FilesReused), (plan.Hosts[0].FilesSent, plan.Hosts[0].FilesReused));
        app.AssertActive(renamed, 0);
    }

    [Fact]
    public async Task Takes_files_of_another_application_and_never_shares_them()
    {
        using var payload = PayloadFolder.Plain().File("large", Noise(1));
        var (first, second) = (new Application(fleet), new Application(fleet));
        await first.MustDeployAsync(payload);

        var report = await second.DeployAsync(payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal((0L, report.Hosts[0].Files), (report.Hosts[0].BytesSent, report.Hosts[0].FilesReused + report.Hosts[0].FilesSent));
        second.AssertActive(payload, 0);
        await using (var file = File.OpenWrite(second.At(0, "current/large")))
        {
            file.WriteByte(0);
        }

        first.AssertActive(payload, 0);
    }

    [Fact]
    public async Task Sends_what_is_damaged_or_gone_where_it_was_to_be_taken_from()
    {
        using var payload = PayloadFolder.Plain().File("large", Noise(1)).File("gone", Noise(2));
        var (first, second) = (new Application(fleet), new Application(fleet));
        await first.MustDeployAsync(payload);
        await File.WriteAllBytesAsync(first.At(0, "current/large"), Noise(3));
        File.Delete(first.At(0, "current/gone"));

        var report = await second.DeployAsync(payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal(2L * Large, report.Hosts[0].BytesSent);
        second.AssertActive(payload, 0);
    }

    [Fact]
    public async Task Follows_no_path_of_a_manifest_out_of_its_release()
    {
        using var payload = PayloadFolder.Plain().File("large", Noise(1));
        var (first, second) = (new Application(fleet), new Application(fleet));
        await first.MustDeployAsync(payload);
        await File.WriteAllBytesAsync(fleet.Outside(0, "secret"), Noise(1));
        var manifest = Assert.Single(Directory.GetFiles(first.At(0, "receipts"), "*.manifest"));
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest)).Replace(" large\n", " ..%2F..%2F..%2F..%2Fsecret\n", StringComparison.Ordinal));

        var report = await second.DeployAsync(payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal(Large, report.Hosts[0].BytesSent);
        second.AssertActive(payload, 0);
    }

    private static byte[] Noise(int seed)
    {
        var bytes = new byte[Large];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
