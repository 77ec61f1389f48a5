using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Testing;

/// <summary>A suite runs on bytes that were proven right before, or not at all.</summary>
public sealed class SuitesAndReleases : IDisposable
{
    private readonly PayloadFolder payload = PayloadFolder.Plain();
    private readonly string marker = Path.Combine(Path.GetTempPath(), $"rd-marker-{Guid.NewGuid():N}");

    public void Dispose()
    {
        File.Delete(marker);
        payload.Dispose();
    }

    [Theory]
    [InlineData("a byte", "RD2001")]
    [InlineData("a file more", "RD2003")]
    [InlineData("a file less", "RD2002")]
    [InlineData("a mode", "RD2004")]
    [InlineData("the manifest", "RD2005")]
    [InlineData("the receipt", "RD2005")]
    public async Task On_a_host_that_was_tampered_with_never_start(string with, string code)
    {
        await using var fleet = Fleet.Local(2);
        await fleet.DeployAsync(payload.Path);
        Tamper(fleet, with);

        var report = await fleet.TestAsync(Marking);

        Assert.Equal(20, report.ExitCode);
        Assert.Equal([code], report.Codes().Distinct());
        Assert.All(report.AllFaults, fault => Assert.Equal("local:h2", fault.Host));
        Assert.Equal(["local:h1"], File.ReadAllLines(marker));
        Assert.Equal((HostOutcome.Passed, HostOutcome.Mismatch), (report.Hosts[0].Outcome, report.Hosts[1].Outcome));
    }

    [Fact]
    public async Task With_another_payload_than_the_active_one_never_start()
    {
        await using var fleet = Fleet.Local(1);
        await fleet.DeployAsync(payload.Path);
        payload.File("app.dll", "built since");

        var report = await fleet.TestAsync([Marking], request => request with { Payload = payload.Path });

        Assert.Equal((20, "RD2005"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task With_the_payload_that_is_active_start()
    {
        await using var fleet = Fleet.Local(1);
        await fleet.DeployAsync(payload.Path, request => request with { Digest = RemoteDeploy.Payload.DigestAlgorithm.Sha256 });

        var report = await fleet.TestAsync([Marking], request => request with { Payload = payload.Path, Digest = RemoteDeploy.Payload.DigestAlgorithm.Sha256 });

        Assert.Equal([], report.Codes());
        Assert.True(File.Exists(marker));
    }

    [Fact]
    public async Task Where_nothing_was_deployed_never_start()
    {
        await using var fleet = Fleet.Local(1);

        Assert.Equal(["RD1019"], (await fleet.TestAsync(Marking)).Codes());
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task After_a_deploy_that_failed_on_one_host_never_start_anywhere()
    {
        await using var fleet = Fleet.Local(2);
        Directory.CreateDirectory(fleet.App(1, "current")); // something that is not ours stands in the way

        var report = await fleet.RunAsync(payload.Path, Marking);

        Assert.NotEqual(0, report.ExitCode);
        Assert.False(File.Exists(marker) && File.ReadAllLines(marker).Contains("local:h2", StringComparer.Ordinal));
        Assert.Empty(report.Hosts[1].Suites);
    }

    [Fact]
    public async Task Run_on_the_hosts_that_they_name()
    {
        await using var fleet = Tagged();
        await fleet.DeployAsync(payload.Path);

        var report = await fleet.TestAsync(
            new TestSuite { Name = "everywhere", Command = "/bin/true" },
            new TestSuite { Name = "fast ones", Command = "/bin/true", On = "@fast" },
            new TestSuite { Name = "by name", Command = "/bin/true", On = "local:h1&!@fast" });

        Assert.Equal([], report.Codes());
        Assert.Equal(["everywhere|by name", "everywhere|fast ones"], report.Hosts.Select(host => string.Join('|', host.Suites.Select(suite => suite.Suite))));
    }

    [Fact]
    public async Task For_none_of_the_hosts_are_left_out_but_never_all_of_them()
    {
        await using var fleet = Tagged();
        await fleet.DeployAsync(payload.Path);
        var elsewhere = Marking with { Name = "elsewhere", On = "local:h9" };

        var some = await fleet.TestAsync(elsewhere, new TestSuite { Name = "here", Command = "/bin/true" });
        var none = await fleet.TestAsync(elsewhere);

        Assert.Equal([], some.Codes());
        Assert.Equal((64, "RD0011"), (none.ExitCode, Assert.Single(none.Codes())));
        Assert.False(File.Exists(marker));
    }

    [Fact]
    public async Task That_cannot_be_as_they_are_written_are_refused_before_anything_is_contacted()
    {
        await using var fleet = Fleet.Local(1);
        var suite = new TestSuite { Name = "s", Command = "/bin/true" };

        Assert.Equal(["RD0020"], (await fleet.TestAsync()).Codes());
        Assert.Equal(["RD0020"], (await fleet.RunAsync(payload.Path)).Codes());
        Assert.Equal(["RD0018"], (await fleet.TestAsync(suite, suite)).Codes());
        Assert.Equal(["RD0018"], (await fleet.TestAsync(suite with { Name = "a b" }, suite with { Name = "a_b" })).Codes());
        Assert.Equal(["RD0020"], (await fleet.TestAsync(suite with { TestAssembly = "x.dll" })).Codes());
        Assert.Equal(["RD0020"], (await fleet.TestAsync(suite with { Command = null })).Codes());
        Assert.Equal(["RD0020"], (await fleet.TestAsync(suite with { Timeout = TimeSpan.Zero })).Codes());
        Assert.Equal(["RD0020"], (await fleet.TestAsync(suite with { Timeout = TimeSpan.FromDays(365) })).Codes());
        Assert.Equal(["RD0020"], (await fleet.TestAsync(suite with { Arguments = ["a\0b"] })).Codes());
        Assert.All(["", "1A", "A B", "A=B", "A;B", "Ü", "A\nB"], name => Assert.Equal(["RD0020"], fleet.TestAsync(suite with { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { [name] = "x" } }).GetAwaiter().GetResult().Codes()));
        Assert.Equal(["RD0009"], (await fleet.TestAsync(suite with { On = "a,,(" })).Codes());
        Assert.False(Directory.Exists(Path.Combine(fleet.WorkFolder, ".remotedeploy", "hosts")));
    }

    [Fact]
    public async Task That_need_an_assembly_that_was_not_shipped_are_refused_with_the_place_where_they_are_written()
    {
        await using var fleet = Fleet.Local(1);
        var place = new SourceLocation("remotedeploy.yml", 12, 3);

        var report = await fleet.RunAsync(payload.Path, new TestSuite { Name = "unit", TestAssembly = "Absent.Tests.dll", Location = place });

        Assert.Equal((64, "RD0020"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal((place, "Absent.Tests.dll"), (report.Suite().Faults[0].Location, report.Suite().Faults[0].Path));
    }

    [Fact]
    public async Task Can_set_the_locale_that_they_run_in()
    {
        await using var fleet = Fleet.Local(1);
        var suite = new TestSuite { Name = "locale", Command = "/bin/sh", Arguments = ["-c", "echo \"$LC_ALL\""], Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" } };

        Assert.Equal("C.UTF-8\n", (await fleet.RunAsync(payload.Path, suite)).Suite().OutputTail);
    }

    private TestSuite Marking => new() { Name = "marks", Command = "/bin/sh", Arguments = ["-c", "echo \"$REMOTEDEPLOY_HOST\" >>\"$0\"", marker] };

    private static Fleet Tagged()
    {
        var fleet = Fleet.Local(2);
        return fleet.With([fleet.Hosts[0], fleet.Hosts[1] with { Tags = ["fast"] }]);
    }

    private static void Tamper(Fleet fleet, string with)
    {
        var release = Path.GetFileName(Directory.GetDirectories(fleet.App(1, "releases")).Single());
        var (manifest, receipt) = (fleet.App(1, $"receipts/{release}.manifest"), fleet.App(1, $"receipts/{release}.json"));
        switch (with)
        {
            case "a byte": DeployTests.FlipByte(fleet.App(1, "current/lib/deep/er/data.bin")); break;
            case "a file more": File.WriteAllText(fleet.App(1, "current/lib/more"), ""); break;
            case "a file less": File.Delete(fleet.App(1, "current/empty.txt")); break;
            case "a mode": FileModes.Set(fleet.App(1, "current/run.sh"), "777"); break;
            case "the manifest": File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("app.dll", "app.exe", StringComparison.Ordinal)); break;
            case "the receipt": File.WriteAllText(receipt, "{}"); break;
            default: throw new ArgumentOutOfRangeException(nameof(with));
        }
    }
}
