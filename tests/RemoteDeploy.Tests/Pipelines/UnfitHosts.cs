using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Hosts that cannot take a payload: each reason has its code and is found before anything is changed.</summary>
public sealed class UnfitHosts(SshHosts hosts) : IClassFixture<SshHosts>
{
    [Fact]
    public async Task Have_a_file_or_nothing_writable_where_the_base_has_to_be()
    {
        var (fleet, app) = await StartAsync();
        using var payload = PayloadFolder.Plain();
        await File.WriteAllTextAsync(fleet.Outside(0, "file"), "");
        foreach (var folder in new[] { "~/file/base", "/proc/base" })
        {
            var fault = await FaultOfAsync(app, payload, request => request with { Base = folder });
            Assert.Equal(FaultCatalog.BaseNotWritable, fault.Code);
            Assert.NotNull(fault.Try);
        }
    }

    [Fact]
    public async Task Have_a_real_folder_called_current()
    {
        var (_, app) = await StartAsync();
        using var payload = PayloadFolder.Plain();
        Directory.CreateDirectory(app.At(0, "current/precious"));

        var fault = await FaultOfAsync(app, payload);

        Assert.Equal(FaultCatalog.CurrentNotOurs, fault.Code);
        Assert.EndsWith("/current", fault.Path, StringComparison.Ordinal);
        Assert.True(Directory.Exists(app.At(0, "current/precious")));
    }

    [Fact]
    public async Task Lack_a_required_runtime()
    {
        var (_, app) = await StartAsync();
        using var payload = PayloadFolder.Plain();
        Assert.True(Requirement.TryParse("Microsoft.NETCore.App [99.0,100.0)", out var requirement));

        var fault = await FaultOfAsync(app, payload, request => request with { Requires = [requirement!] });

        Assert.Equal((FaultCatalog.RequirementNotMet, requirement!.ToString()), (fault.Code, fault.Expected));
        Assert.False(Directory.Exists(app.At(0)));
    }

    [Fact]
    public async Task Are_another_kind_of_machine()
    {
        var (_, app) = await StartAsync();
        using var payload = PayloadFolder.Plain().File("app.deps.json", """{ "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0/win-x64" } }""");

        var fault = await FaultOfAsync(app, payload);

        Assert.Equal((FaultCatalog.WrongArchitecture, "win-x64"), (fault.Code, fault.Expected));
        Assert.StartsWith("linux", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lack_programs_that_nothing_can_be_done_right_without()
    {
        var tools = ProgramsBut();
        await using var fleet = await WithPathAsync(tools);
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();
        await app.MustDeployAsync(payload);

        // In turn what reads the script, what takes a request, what lists files, and what counts the releases to keep.
        foreach (var program in (string[])["dd", "wc", "find", "awk"])
        {
            var path = Path.Combine(tools, program);
            var target = new FileInfo(path).LinkTarget!;
            File.Delete(path);
            RunReport[] reports =
            [
                await app.DeployAsync(payload),
                await fleet.VerifyAsync(),
                await fleet.Engine.GetAsync(fleet.Request(new GetRequest { Hosts = [], Remote = "~/.remotedeploy", To = Path.Combine(tools, "got") })),
            ];
            if (program != "dd")
            {
                reports = [.. reports, await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }))];
            }

            Assert.All(reports.Select(report => Assert.Single(report.AllFaults)), fault => Assert.Equal((FaultCatalog.ToolMissing, "The host lacks " + program), (fault.Code, fault.Message)));
            File.CreateSymbolicLink(path, target);
        }

        Directory.Delete(tools, recursive: true);
    }

    [Fact]
    public async Task Lack_tools()
    {
        var tools = ProgramsBut("tar", "sha256sum", "openssl", "shasum");
        await using var fleet = await WithPathAsync(tools);
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();

        var report = await app.DeployAsync(payload);
        var other = await app.DeployAsync(payload, request => request with { Digest = DigestAlgorithm.Md5 });

        Directory.Delete(tools, recursive: true);
        Assert.All(report.AllFaults.Concat(other.AllFaults), fault => Assert.Equal(FaultCatalog.ToolMissing, fault.Code));
        Assert.Equal(["The host has no program that computes SHA256", "The host lacks tar"], report.AllFaults.Select(fault => fault.Message).Order(StringComparer.Ordinal));
        Assert.Contains(report.AllFaults, fault => fault.Try!.Contains("--digest md5", StringComparison.Ordinal));
        Assert.Equal("The host lacks tar", Assert.Single(other.AllFaults).Message);
        Assert.False(Directory.Exists(app.At(0)));
    }

    [Fact]
    public async Task Have_a_disk_that_is_too_small_or_fills_up()
    {
        Prerequisite.IsolatedHosts();
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { SrvMegabytes = 40 });
        var app = Path.Combine(fleet.Ssh["h1"].Outside("/srv/rd"), "app");
        using var old = PayloadFolder.Plain();
        using var payload = PayloadFolder.Plain().File("big", new byte[16 << 20]);
        using var tooBig = PayloadFolder.Plain().File("big", new byte[30 << 20]);
        DeployRequest ToSrv(DeployRequest request) => request with { Base = "/srv/rd" };
        Assert.Equal(0, (await fleet.DeployAsync(old.Path, ToSrv)).ExitCode);

        var refused = await fleet.DeployAsync(tooBig.Path, ToSrv);
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Copy })
            {
                File.WriteAllBytes(fleet.Ssh["h1"].Outside("/srv/filler"), new byte[32 << 20]);
            }
        };
        var filled = await fleet.DeployAsync(payload.Path, ToSrv);

        fleet.OnEvent = null;
        foreach (var report in new[] { refused, filled })
        {
            Assert.Equal((21, FaultCatalog.NoSpace, "h1"), (report.ExitCode, Assert.Single(report.AllFaults).Code, report.AllFaults.Single().Host));
            FolderSnapshot.AssertSame(old.Snapshot(), FolderSnapshot.Of(Path.Combine(app, "current")));
        }

        await Eventually.IsTrueAsync(() => !Directory.Exists(Path.Combine(app, "staging")), "what was staged is gone");
        File.Delete(fleet.Ssh["h1"].Outside("/srv/filler"));
        Assert.Equal(0, (await fleet.DeployAsync(payload.Path, ToSrv)).ExitCode);
    }

    [Fact]
    public async Task Have_a_disk_that_is_full_before_the_lock_is_taken()
    {
        Prerequisite.IsolatedHosts();
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { SrvMegabytes = 40 });
        using var payload = PayloadFolder.Plain();
        fleet.OnEvent = happened =>
        {
            if (happened is PhaseStarted { Phase: Phase.Lock })
            {
                Assert.Throws<IOException>(() => File.WriteAllBytes(fleet.Ssh["h1"].Outside("/srv/filler"), new byte[64 << 20]));
            }
        };

        var report = await fleet.DeployAsync(payload.Path, request => request with { Base = "/srv/rd" });

        Assert.Equal((21, FaultCatalog.NoSpace), (report.ExitCode, Assert.Single(report.AllFaults).Code));
    }

    private async Task<(Fleet Fleet, Application App)> StartAsync()
    {
        var fleet = await hosts.StartAsync(1);
        return (fleet, new Application(fleet));
    }

    private static string ProgramsBut(params string[] names)
    {
        var tools = Directory.CreateTempSubdirectory("rd-tools-").FullName;
        foreach (var program in Directory.GetFiles("/usr/bin").Where(program => !names.Contains(Path.GetFileName(program), StringComparer.Ordinal)))
        {
            File.CreateSymbolicLink(Path.Combine(tools, Path.GetFileName(program)), program);
        }

        return tools;
    }

    private static Task<Fleet> WithPathAsync(string tools) =>
        Fleet.SshAsync(1, new SshFleetOptions { Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = tools } });

    private static async Task<Fault> FaultOfAsync(Application app, PayloadFolder payload, Func<DeployRequest, DeployRequest>? with = null)
    {
        var report = await app.DeployAsync(payload, with);
        Assert.Equal(21, report.ExitCode);
        var fault = Assert.Single(report.AllFaults);
        Assert.Equal("h1", fault.Host);
        return fault;
    }
}
