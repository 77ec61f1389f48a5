using System.Globalization;
using System.Runtime.Versioning;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Remoting;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>What a host verified before is not read again by a deploy, and everything else is.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class KnownReleases : IAsyncLifetime
{
    private readonly PayloadFolder payload = PayloadFolder.Plain().File("data/large", new byte[100_000]);
    private Fleet fleet = null!;
    private Application app = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await Fleet.SshAsync(1);
        app = new Application(fleet);
    }

    public async ValueTask DisposeAsync()
    {
        payload.Dispose();
        await fleet.DisposeAsync();
    }

    [Fact]
    public async Task Are_not_read_again_until_something_is_written()
    {
        var first = await app.DeployAsync(payload);
        Assert.Equal((VerifiedHow.Recomputed, 0), (first.Hosts[0].Verified, first.Hosts[0].FilesRecorded));

        var repeat = await app.DeployAsync(payload);
        Assert.Equal((HostOutcome.Unchanged, VerifiedHow.Recorded, repeat.Hosts[0].Files), (repeat.Hosts[0].Outcome, repeat.Hosts[0].Verified, repeat.Hosts[0].FilesRecorded));

        RecordsOfReleases.FlipKeepingTime(app.At(0, "current/data/large"));
        var repair = await app.DeployAsync(payload);
        Assert.Equal((0, 1), (repair.ExitCode, repair.Hosts[0].FilesSent));
        Assert.Equal((VerifiedHow.Recomputed, 0), (repair.Hosts[0].Verified, repair.Hosts[0].FilesRecorded));
        app.AssertActive(payload, 0);
        await app.IsCleanAsync(0);
    }

    [Fact]
    public async Task Have_a_receipt_that_says_when_they_were_read()
    {
        var first = await app.DeployAsync(payload);
        var repeat = await app.DeployAsync(payload);

        Assert.Equal(Receipt(first), Receipt(repeat));
        Assert.Contains(first.RunId, Receipt(repeat), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_read_once_more_where_the_record_is_gone_and_known_again_then()
    {
        await app.MustDeployAsync(payload);
        File.Delete(RecordPath());

        var second = await app.DeployAsync(payload);
        var third = await app.DeployAsync(payload);

        Assert.Equal((HostOutcome.Unchanged, VerifiedHow.Recomputed), (second.Hosts[0].Outcome, second.Hosts[0].Verified));
        Assert.Equal((HostOutcome.Unchanged, VerifiedHow.Recorded), (third.Hosts[0].Outcome, third.Hosts[0].Verified));
    }

    [Fact]
    public async Task Damaged_without_a_trace_are_found_by_verify_and_by_a_deploy_that_reads_everything()
    {
        await app.MustDeployAsync(payload);
        RecordsOfReleases.FlipKeepingTime(app.At(0, "current/data/large"));
        await ForgeAsync();

        var repeat = await app.DeployAsync(payload);
        var audit = await fleet.Engine.VerifyAsync(fleet.Request(new VerifyRequest { Hosts = [], App = app.Name }));
        var full = await app.DeployAsync(payload, request => request with { Verify = VerifyMode.Full });

        Assert.Equal((HostOutcome.Unchanged, VerifiedHow.Recorded), (repeat.Hosts[0].Outcome, repeat.Hosts[0].Verified));
        Assert.Equal([FaultCatalog.DigestDiffers], audit.AllFaults.Select(fault => fault.Code));
        Assert.Equal((0, 1, VerifiedHow.Recomputed), (full.ExitCode, full.Hosts[0].FilesSent, full.Hosts[0].Verified));
        app.AssertActive(payload, 0);
    }

    [Fact]
    public async Task Lend_files_to_the_next_release_without_reading_them_again()
    {
        await app.MustDeployAsync(payload);
        Age(payload, seconds => 1_600_000_000 + (7 * seconds));
        payload.File("app.json", "{}");

        var report = await app.DeployAsync(payload);
        var repeat = await app.DeployAsync(payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal((1, report.Hosts[0].Files - 1, VerifiedHow.Recorded), (report.Hosts[0].FilesSent, report.Hosts[0].FilesRecorded, report.Hosts[0].Verified));
        app.AssertActive(payload, 0);
        Assert.Equal(VerifiedHow.Recorded, repeat.Hosts[0].Verified);
    }

    [Fact]
    public async Task Lend_files_with_a_time_of_their_own_each()
    {
        payload.Many(60);
        await app.MustDeployAsync(payload);
        Age(payload, number => 1_500_000_000 + (1001 * number));
        payload.File("app.json", "{}");

        await app.MustDeployAsync(payload);
    }

    [Fact]
    public async Task Damaged_before_they_are_copied_from_are_read_and_what_is_wrong_is_sent()
    {
        await app.MustDeployAsync(payload);
        RecordsOfReleases.FlipKeepingTime(app.At(0, "current/data/large"));
        payload.File("app.json", "{}");

        var report = await app.DeployAsync(payload);

        Assert.Equal([], report.AllFaults);
        Assert.Equal((2, 0, VerifiedHow.Recomputed), (report.Hosts[0].FilesSent, report.Hosts[0].FilesRecorded, report.Hosts[0].Verified));
        app.AssertActive(payload, 0);
    }

    [Fact]
    public async Task Lend_nothing_unread_to_a_release_that_a_command_may_write_into()
    {
        await app.MustDeployAsync(payload);
        payload.File("app.json", "{}");

        var report = await app.DeployAsync(payload, request => request with { AfterCopy = ["true"] });

        Assert.Equal([], report.AllFaults);
        Assert.Equal((1, 0, VerifiedHow.Recomputed), (report.Hosts[0].FilesSent, report.Hosts[0].FilesRecorded, report.Hosts[0].Verified));
        Assert.Equal(VerifiedHow.Recorded, (await app.DeployAsync(payload)).Hosts[0].Verified);
    }

    private static void Age(PayloadFolder folder, Func<int, long> time)
    {
        var number = 0;
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => new FileInfo(file).LinkTarget is null))
        {
            File.SetLastWriteTimeUtc(file, DateTimeOffset.FromUnixTimeSeconds(time(number++)).UtcDateTime);
        }
    }

    private static string Receipt(RunReport report) => File.ReadAllText(Assert.Single(Directory.GetFiles(Path.Combine(report.RunFolder!, "receipts"))));

    private string RecordPath() => Assert.Single(Directory.GetFiles(app.At(0, "receipts"), "*.seen"));

    // Damage below the file system leaves no trace in it: the record is made to agree with what is there now.
    private async Task ForgeAsync()
    {
        const string Format = """f %m %s %T@ %C@ %i %D %p\0""";
        var now = await Programs.MustRunAsync("sh", "-c", string.Create(CultureInfo.InvariantCulture, $"cd '{app.At(0, "current")}/.' && find . -path ./data/large -printf '{Format}'"));
        var parts = (await File.ReadAllTextAsync(RecordPath(), System.Text.Encoding.Latin1)).Split('\0');
        var at = Array.FindIndex(parts, part => part.EndsWith(" ./data/large", StringComparison.Ordinal));
        Assert.NotEqual(parts[at], now.TrimEnd('\0'));
        parts[at] = now.TrimEnd('\0', '\n');
        await File.WriteAllTextAsync(RecordPath(), string.Join('\0', parts.SkipLast(1).Order(StringComparer.Ordinal).Append(parts[^1])), System.Text.Encoding.Latin1);
    }
}
