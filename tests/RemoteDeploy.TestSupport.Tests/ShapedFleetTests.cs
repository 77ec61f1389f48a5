using System.Diagnostics;
using System.Globalization;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.TestSupport.Tests;

public sealed class AShapedFleet
{
    private const int Megabytes = 4;

    [Fact]
    public async Task PassesNoMoreThanTheRateInEitherDirectionAndNotMuchLess()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(2, "20mbit");
        Assert.Equal(20_000_000, fleet.RateBits);
        var atRate = Megabytes * 8e6 / 20e6;
        var down = await SecondsAsync(() => SshAsync(fleet, "h1", "cat >/tmp/file", input: true));
        var up = await SecondsAsync(() => SshAsync(fleet, "h1", $"head -c {Megabytes}000000 /dev/zero", input: false));
        var both = await SecondsAsync(() => Task.WhenAll(fleet.Hosts.Select(host => SshAsync(fleet, host.Name, "cat >/tmp/file", input: true))));
        Assert.InRange(down, atRate, 2 * atRate);
        Assert.InRange(up, atRate, 2 * atRate);

        // Two hosts share the cable of the controller.
        Assert.InRange(both, 2 * atRate, 4 * atRate);
    }

    [Fact]
    public async Task HasHostsThatReachEachOtherAndTheController()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(3, rate: null);
        Assert.Null(fleet.RateBits);
        Assert.Equal("h1,h2,h3", fleet.Names);
        var known = await File.ReadAllTextAsync(fleet.KnownHosts, TestContext.Current.CancellationToken);
        foreach (var other in fleet.Hosts)
        {
            var key = await fleet["h1"].RunInsideAsync("ssh-keyscan", "-t", "ed25519", other.Address);
            Assert.Contains(key.Output.Trim(), known, StringComparison.Ordinal);
        }

        var session = await SshAsync(fleet, "h2", "echo $SSH_CONNECTION", input: false);
        Assert.StartsWith(fleet.ControllerAddress + " ", session.Output, StringComparison.Ordinal);
        Assert.Contains($" {fleet["h2"].Address} 22", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeepsHomesNamesAndProcessesOfItsHostsApart()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(2, rate: null);
        var (one, two) = (fleet["h1"], fleet["h2"]);
        foreach (var folder in (string[])["~", "/tmp", "/srv", "/var/tmp", "/dev/shm"])
        {
            Assert.Equal(0, (await SshAsync(fleet, "h1", $"echo one >{folder}/rd-file", input: false)).ExitCode);
            var path = $"{(folder == "~" ? one.Home : folder)}/rd-file";
            Assert.Equal("one\n", one.ReadAllText(path));
            Assert.False(two.Exists(path));
            Assert.False(File.Exists(path));
        }

        Assert.Equal("h2\n", (await SshAsync(fleet, "h2", "cat /proc/sys/kernel/hostname", input: false)).Output);
        await SshAsync(fleet, "h1", "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo", input: false);
        await SleeperAsync(one);
        Assert.Empty(two.Processes());
    }

    [Fact]
    public async Task LetsInWhomTheAccountsOwnFileOfKeysNames()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(2, rate: null);
        File.Delete(fleet["h1"].Outside("~/.ssh/authorized_keys"));
        var refused = await SshAsync(fleet, "h1", "true", input: false);
        Assert.Equal(255, refused.ExitCode);
        Assert.Contains("Permission denied", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await SshAsync(fleet, "h2", "true", input: false)).ExitCode);
    }

    [Fact]
    public async Task LosesOneHostWithItsCableAndGetsItBack()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(3, rate: null);
        await fleet.CutCable(fleet["h2"]);
        Assert.Equal(255, (await SshAsync(fleet, "-oConnectTimeout=1 h2", "true", input: false)).ExitCode);
        Assert.Equal(0, (await SshAsync(fleet, "h1", "true", input: false)).ExitCode);
        Assert.Equal(0, (await SshAsync(fleet, "h3", "true", input: false)).ExitCode);
        Assert.Equal(0, (await fleet["h2"].RunInsideAsync("true")).ExitCode);
        await fleet.JoinCable(fleet["h2"]);
        Assert.Equal(0, (await SshAsync(fleet, "h2", "true", input: false)).ExitCode);
    }

    [Fact]
    public async Task LeavesTheMachineAsItWas()
    {
        Prerequisite.ShapedNetwork();
        var links = await Programs.MustRunAsync("ip", "-o", "link");
        var fleet = await ShapedFleet.StartAsync(2, "50mbit");
        await SshAsync(fleet, "h1", "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo", input: false);
        List<int> processes = [.. fleet.Hosts.Select(host => host.ProcessId), await SleeperAsync(fleet["h1"])];
        Assert.Equal(links, await Programs.MustRunAsync("ip", "-o", "link"));
        await fleet.DisposeAsync();
        Assert.All(processes, process => Assert.False(Directory.Exists($"/proc/{process}"), $"process {process} is still there"));
        Assert.False(Directory.Exists(fleet.Folder));
        Assert.DoesNotContain(Path.GetFileName(fleet.Folder), await File.ReadAllTextAsync("/proc/self/mountinfo", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(links, await Programs.MustRunAsync("ip", "-o", "link"));
    }

    [Fact]
    public async Task EndsWhollyWhenItIsKilled()
    {
        Prerequisite.ShapedNetwork();
        await using var fleet = await ShapedFleet.StartAsync(2, rate: null);
        await SshAsync(fleet, "h1", "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo", input: false);
        List<int> ids = [.. fleet.Hosts.Select(host => host.ProcessId), await SleeperAsync(fleet["h1"])];
        var processes = ids.ConvertAll(Process.GetProcessById);
        fleet.Kill();
        await Task.WhenAll(processes.Select(process => process.WaitForExitAsync(TestContext.Current.CancellationToken)));
        processes.ForEach(process => process.Dispose());
    }

    // The session that started it is ending, and the shell that was forked for it becomes the sleeper a moment later.
    private static async Task<int> SleeperAsync(ShapedHost host)
    {
        while (true)
        {
            var processes = host.Processes();
            if (processes.Values .SequenceEqual(["sleep 1000"]))
            {
                return processes.Keys.Single();
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static async Task<double> SecondsAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Task<ProgramResult> SshAsync(ShapedFleet fleet, string host, string command, bool input)
    {
        var bytes = (Megabytes * 1_000_000).ToString(CultureInfo.InvariantCulture);
        var ssh = $"'{fleet.SshWrapper}' -F '{fleet.ConfigFile}' -oBatchMode=yes {host}";
        return Programs.RunAsync("sh", "-c", input ? $"head -c {bytes} /dev/zero | {ssh} '{command}'" : $"{ssh} '{command}'");
    }
}
