using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>The remote user's login shell, whatever it is and does.</summary>
public sealed class LoginShells
{
    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("fish")]
    [InlineData("tcsh")]
    [InlineData("busybox")]
    public async Task Take_a_whole_deploy_and_every_argument(string shell)
    {
        Prerequisite.IsolatedHosts();
        Prerequisite.Program(shell);
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { LoginShell = shell });
        var app = new Application(fleet);
        using var payload = PayloadFolder.Hostile();

        await app.MustDeployAsync(payload);
        var again = await app.DeployAsync(payload);
        var said = await fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["printf", "[%s]", .. PayloadFolder.HostileNames] }));

        Assert.Equal((HostOutcome.Unchanged, 0L), (again.Hosts[0].Outcome, again.Hosts[0].BytesSent));
        Assert.Equal(string.Concat(PayloadFolder.HostileNames.Select(name => $"[{name}]")), said.Hosts[0].Command!.Output);
    }

    [Fact]
    public async Task May_have_busybox_for_sh_and_for_every_tool()
    {
        Prerequisite.IsolatedHosts();
        var tools = Directory.CreateTempSubdirectory("rd-busybox-").FullName;
        await Remoting.ScriptShell.LinkBusyboxAsync(tools);
        await using var fleet = await Fleet.SshAsync(2, new SshFleetOptions
        {
            LoginShell = "busybox",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["PATH"] = tools },
        });

        // Inside the host's own mounts: /bin/sh is busybox from here on.
        var shell = new FileInfo("/bin/sh").ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? "/bin/sh";
        var mounted = await fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["mount", "-o", "bind", Programs.Find("busybox")!, shell] }));
        Assert.Equal([], mounted.AllFaults);
        var help = await fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["/bin/sh", "--help"] }));
        Assert.Contains("BusyBox", help.Hosts[0].Command!.Output + help.Hosts[0].Command!.Error, StringComparison.Ordinal);

        var app = new Application(fleet);
        using var payload = PayloadFolder.Hostile();
        await app.MustDeployAsync(payload);
        payload.File("changed", "x").File("with space", "changed");
        await app.MustDeployAsync(payload);
        DeployTests.FlipByte(app.At(1, "current/with space"));
        var audit = await fleet.Engine.VerifyAsync(fleet.Request(new VerifyRequest { Hosts = [] }) with { App = app.Name });
        var back = await fleet.Engine.RollbackAsync(fleet.Request(new RollbackRequest { Hosts = [] }) with { App = app.Name });

        Directory.Delete(tools, recursive: true);
        Assert.Equal((FaultCatalog.DigestDiffers, "h2", "with space"), (Assert.Single(audit.AllFaults).Code, audit.AllFaults.Single().Host, audit.AllFaults.Single().Path));
        Assert.All(back.Hosts, host => Assert.Equal(HostOutcome.RolledBack, host.Outcome));
        Assert.All([0, 1], host => Assert.False(File.Exists(app.At(host, "current/changed"))));
    }

    [Theory]
    [InlineData("echo noise\n", 6)]
    [InlineData("printf 'no newline'\n", 10)]
    [InlineData("printf '\\n@rd-0000000000000000 begin\\n\\n@rd-0000000000000000 end 0\\n'\n", 56)]
    public async Task May_print_what_doctor_tells(string startup, int bytes)
    {
        await using var fleet = await BashAsync(startup);
        var app = new Application(fleet);
        using var payload = PayloadFolder.Plain();

        await app.MustDeployAsync(payload);
        var report = await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));

        Assert.Equal([], report.AllFaults);
        Assert.Equal(bytes, report.Hosts[0].Facts!.ShellNoise);
        Assert.Contains(report.Hosts[0].Notes, note => note.Contains($"print {bytes} bytes", StringComparison.Ordinal));
    }

    [Fact]
    public void That_are_slow_are_named_by_doctor()
    {
        Assert.Contains(Fitness.Remarks(new HostFacts { ConnectLatency = TimeSpan.FromSeconds(6) }), note => note.Contains("6.0 s", StringComparison.Ordinal));
        Assert.Empty(Fitness.Remarks(new HostFacts { ConnectLatency = TimeSpan.FromSeconds(1) }));
    }

    [Theory]
    [InlineData("exit 3\n")]
    [InlineData("exit 0\n")]
    [InlineData("exit 127\n")]
    [InlineData("yes | head -c 3000000\n")]
    public async Task That_end_or_flood_the_session_are_named(string startup)
    {
        await using var fleet = await BashAsync(startup);
        await IsUnusableAsync(fleet);
    }

    [Fact]
    public async Task That_are_none_are_named()
    {
        Prerequisite.IsolatedHosts();
        Prerequisite.Program("nologin");
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { LoginShell = "nologin" });
        var fault = await IsUnusableAsync(fleet);
        Assert.Contains("not available", fault.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ForceCommand internal-sftp")]
    [InlineData("ForceCommand echo go away")]
    public async Task That_a_forced_command_replaces_are_named(string line)
    {
        await using var fleet = await Fleet.SshAsync(1, new SshFleetOptions { SshdLines = [line] });
        await IsUnusableAsync(fleet);
    }

    private static async Task<Fleet> BashAsync(string startup)
    {
        Prerequisite.IsolatedHosts();
        return await Fleet.SshAsync(1, new SshFleetOptions
        {
            LoginShell = "bash",
            HomeFiles = new Dictionary<string, string>(StringComparer.Ordinal) { [".bashrc"] = startup },
        });
    }

    private static async Task<Fault> IsUnusableAsync(Fleet fleet)
    {
        using var payload = PayloadFolder.Plain();
        var report = await fleet.DeployAsync(payload.Path);
        Assert.Equal(21, report.ExitCode);
        var fault = Assert.Single(report.AllFaults);
        Assert.Equal((FaultCatalog.ShellUnusable, "h1"), (fault.Code, fault.Host));
        Assert.NotNull(fault.Try);
        return fault;
    }
}
