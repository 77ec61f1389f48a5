using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Pool;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.Merging;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>A cable that is pulled tells nobody: no connection ends, nothing comes any more, and the host itself goes on.</summary>
public sealed class PulledCables : IAsyncLifetime, IRunObserver
{
    private const string Lost = "h2";
    private readonly DirectoryInfo work = Directory.CreateTempSubdirectory("rd-work-");
    private readonly List<DirectoryInfo> controls = [];
    private ShapedFleet lab = null!;
    private Task? cut;

    public async ValueTask InitializeAsync()
    {
        Prerequisite.ShapedNetwork();

        // 20 MB take four seconds.
        lab = await ShapedFleet.StartAsync(4, "40mbit");
    }

    public async ValueTask DisposeAsync()
    {
        await (lab?.DisposeAsync() ?? ValueTask.CompletedTask);
        controls.Append(work).ToList().ForEach(folder => folder.Delete(recursive: true));
    }

    [Fact]
    public async Task In_a_relay_cost_the_one_host_and_leave_no_key_and_no_process()
    {
        using var payload = PayloadFolder.Plain();
        foreach (var number in Enumerable.Range(1, 10))
        {
            payload.File($"part{number}", Noise.Of(2 << 20));
        }

        var keys = lab.Hosts.ToDictionary(host => host.Name, host => host.ReadAllText("~/.ssh/authorized_keys"), StringComparer.Ordinal);
        Assert.True(FailureAllowance.TryParse("1", out var one));

        var report = await Engine().DeployAsync(Request(payload) with { Relay = RelayMode.Chain, AllowFailures = one });

        Assert.NotNull(cut);
        await cut;
        Assert.Equal(21, report.ExitCode);
        Assert.Equal([(FaultCatalog.HostStalled, Lost)], report.AllFaults.Select(fault => (fault.Code, fault.Host!)));
        Assert.Equal(
            [HostOutcome.Activated, HostOutcome.TimedOut, HostOutcome.Activated, HostOutcome.Activated],
            report.Hosts.Select(host => host.Outcome));
        Assert.All(lab.Hosts.Where(host => host.Name != Lost), host => AssertActive(payload, host));
        Assert.False(lab[Lost].Exists("~/.remotedeploy/app/current"));
        await AssertNothingIsLeftAsync(keys);

        await lab.JoinCable(lab[Lost]);
        var (doctor, repair) = (await Engine().DoctorAsync(new FleetRequest { Hosts = Hosts, SshConfig = lab.ConfigFile }), await Engine().DeployAsync(Request(payload)));

        Assert.Equal([], doctor.AllFaults.Concat(repair.AllFaults));
        Assert.All(lab.Hosts, host => AssertActive(payload, host));
        await AssertNothingIsLeftAsync(keys);
    }

    [Fact]
    public async Task For_good_leave_a_pool_that_runs_everything_on_the_other_hosts()
    {
        using var payload = PayloadFolder.Plain().File("unit.sh", "#!/bin/sh\necho \"$1\" >>~/ran\nuntil [ -e ~/go ]; do sleep 0.1; done\n", "0755");
        var shared = new TestSuite { Name = "shared", Mode = SuiteMode.Pool, Units = [.. Enumerable.Range(1, 6).Select(number => new TestUnit("", $"u{number}") { Arguments = ["./unit.sh", $"u{number}"] })] };

        var run = Engine().RunAsync(new RunRequest { Hosts = Hosts, Payload = payload.Path, SshConfig = lab.ConfigFile, Suites = [shared], LostAfter = TimeSpan.FromSeconds(3), StallTimeout = TimeSpan.FromSeconds(5) });
        await Task.WhenAll(lab.Hosts.Select(host => Eventually.IsTrueAsync(() => host.Exists("~/ran"), $"{host.Name} runs a unit")));
        await lab.CutCable(lab[Lost]);
        await Task.WhenAll(lab.Hosts.Where(host => host.Name != Lost).Select(host => host.RunInsideAsync("touch", $"{host.Home}/go")));
        var report = await run;

        var fault = Assert.Single(report.AllFaults);
        Assert.Equal((21, FaultCatalog.HostLost, Lost), (report.ExitCode, fault.Code, fault.Host));
        Assert.Equal([Lost], report.Pool!.LostHosts);
        Assert.Equal([], report.Pool.NotRun);
        var tests = MergedRun.Of(report).Groups.SelectMany(group => group.Tests).Select(test => (test.Result.Name, test.Result.Outcome)).Order();
        Assert.Equal(Enumerable.Range(1, 6).Select(number => ($"u{number}", TestOutcome.Passed)), tests);
        Assert.Equal(7, lab.Hosts.Sum(host => host.ReadAllText("~/ran").Count(character => character == '\n')));
    }

    void IRunObserver.OnEvent(RunEvent runEvent)
    {
        if (runEvent is Transferred { Host: Lost, BytesDone: > 0 } moved && moved.BytesDone < moved.BytesTotal)
        {
            cut ??= lab.CutCable(lab[Lost]);
        }
    }

    private IReadOnlyList<Host> Hosts => [.. lab.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name })];

    private DeployRequest Request(PayloadFolder payload) => new() { Hosts = Hosts, Payload = payload.Path, SshConfig = lab.ConfigFile };

    // Each with connections of its own: one that was cut would first have to find out.
    private DeployEngine Engine()
    {
        controls.Add(Directory.CreateTempSubdirectory("rdc"));
        return new DeployEngine(new EngineOptions { WorkFolder = work.FullName, ControlFolder = controls[^1].FullName, SshProgram = lab.SshWrapper, Observer = this });
    }

    private static void AssertActive(PayloadFolder payload, ShapedHost host) =>
        FolderSnapshot.AssertSame(payload.Snapshot(), host.Snapshot("~/.remotedeploy/app/current"));

    private async Task AssertNothingIsLeftAsync(Dictionary<string, string> keys)
    {
        foreach (var host in lab.Hosts)
        {
            await Eventually.IsTrueAsync(() => host.Processes().Count == 0, $"no process of the run is left on {host.Name}: {string.Join(", ", host.Processes().Values)}");
            Assert.Equal(keys[host.Name], host.ReadAllText("~/.ssh/authorized_keys"));
            Assert.Equal(["authorized_keys"], Directory.GetFileSystemEntries(host.Outside("~/.ssh")).Select(Path.GetFileName));
        }
    }
}
