using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.TestSupport.Tests;

public sealed class AFleetOfSshHosts
{
    [Fact]
    public async Task AnswersByItsAliasesWithOwnHomes()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(3);
        foreach (var host in fleet.Hosts)
        {
            var result = await Ssh(fleet, host, "echo text >~/file; printf '%s' \"$HOME\"");
            Assert.Equal((0, host.Home), (result.ExitCode, result.Output));
            Assert.Equal("text\n", host.ReadAllText("~/file"));
        }

        Assert.Equal(3, fleet.Hosts.Select(host => host.Port).Distinct().Count());
        Assert.Equal("h1,h2,h3", fleet.Names);
    }

    [Fact]
    public async Task KeepsSrvOfEachHostApartWhenIsolated()
    {
        Prerequisite.IsolatedHosts();
        await using var fleet = await SshFleet.StartAsync(2);
        await Ssh(fleet, fleet["h1"], "mkdir /srv/rd && echo one >/srv/rd/file");
        var other = await Ssh(fleet, fleet["h2"], "ls /srv; cat /proc/sys/kernel/hostname; pwd");
        Assert.Equal($"h2\n{fleet["h2"].Home}\n", other.Output);
        Assert.Equal("one\n"u8, fleet["h1"].ReadAllBytes("/srv/rd/file"));
        Assert.Equal(["file"], fleet["h1"].Snapshot("/srv/rd").Paths);
        Assert.False(Path.Exists("/srv/rd/file"));
    }

    [Fact]
    public async Task CanHaveASmallDisk()
    {
        Prerequisite.IsolatedHosts();
        await using var fleet = await SshFleet.StartAsync(1, new SshFleetOptions { SrvMegabytes = 2 });
        var host = fleet["h1"];
        var result = await Ssh(fleet, host, "head -c 3000000 /dev/zero >/srv/zeros");
        Assert.Contains("No space left", result.Error, StringComparison.Ordinal);
        Assert.InRange(host.ReadAllBytes("/srv/zeros").Length, 1_000_000, 2_500_000);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("fish")]
    [InlineData("tcsh")]
    [InlineData("busybox")]
    public async Task RunsTheLoginShellAskedFor(string shell)
    {
        Prerequisite.IsolatedHosts();
        Prerequisite.Program(shell);
        await using var fleet = await SshFleet.StartAsync(1, new SshFleetOptions { LoginShell = shell });
        // A login shell is the parent of /bin/sh; fish and tcsh do not exec the last command.
        var result = await Ssh(fleet, fleet["h1"], "/bin/sh -c 'readlink /proc/$PPID/exe'; true");
        Assert.Contains($"/{shell}", result.Output.Replace("bsd-csh", "tcsh", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CanHaveANoisyBashrcAndAnEnvironment()
    {
        Prerequisite.IsolatedHosts();
        await using var fleet = await SshFleet.StartAsync(1, new SshFleetOptions
        {
            LoginShell = "bash",
            HomeFiles = new Dictionary<string, string> { [".bashrc"] = "echo noise\n" },
            Environment = new Dictionary<string, string> { ["COLOUR"] = "blue" },
        });
        Assert.Equal("noise\nblue\n", (await Ssh(fleet, fleet["h1"], "echo $COLOUR")).Output);
    }

    [Fact]
    public async Task RefusesWhileStoppedAndComesBackOnTheSamePort()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(2);
        var host = fleet["h1"];
        await host.StopAsync();
        Assert.Equal(255, (await Ssh(fleet, host, "true")).ExitCode);
        Assert.Equal(0, (await Ssh(fleet, fleet["h2"], "true")).ExitCode);
        await host.StartAsync();
        Assert.Equal(0, (await Ssh(fleet, host, "true")).ExitCode);
    }

    [Fact]
    public async Task LosesAllItsProcessesWhenStopped()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(1);
        var host = fleet["h1"];
        await Ssh(fleet, host, "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo");
        Assert.Contains(host.Processes().Values, RunsSleep);
        await host.StopAsync();
        Assert.Empty(host.Processes());
    }

    [Fact]
    public async Task KeepsDetachedProcessesWhenSessionsAreKilled()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(1);
        var host = fleet["h1"];
        await Ssh(fleet, host, "mkfifo ~/started");
        var session = Ssh(fleet, host, "setsid sleep 1000 </dev/null >/dev/null 2>&1 & echo x >~/started; exec cat ~/started");
        await Ssh(fleet, host, "cat ~/started");
        await host.KillSessionsAsync();
        Assert.Equal(255, (await session).ExitCode);
        Assert.Contains(host.Processes().Values, RunsSleep);
        Assert.Equal(0, (await Ssh(fleet, host, "true")).ExitCode);
    }

    [Fact]
    public async Task AnswersNothingWhileFrozen()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(1);
        var host = fleet["h1"];
        await host.FreezeAsync();
        var command = Ssh(fleet, host, "echo answered", "-oConnectTimeout=1");
        Assert.Equal(255, (await command).ExitCode);
        await host.ThawAsync();
        Assert.Equal("answered\n", (await Ssh(fleet, host, "echo answered")).Output);
    }

    [Fact]
    public async Task IsRefusedAfterAChangeOfItsKeyUntilTheKeyIsTrusted()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(1);
        await fleet["h1"].ReplaceHostKeyAsync();
        var refused = await Ssh(fleet, fleet["h1"], "true");
        Assert.Equal(255, refused.ExitCode);
        Assert.Contains("REMOTE HOST IDENTIFICATION HAS CHANGED", refused.Error, StringComparison.Ordinal);
        await fleet.TrustHostKeysAsync();
        Assert.Equal(0, (await Ssh(fleet, fleet["h1"], "true")).ExitCode);
    }

    [Fact]
    public async Task LeavesNothingBehind()
    {
        Prerequisite.Sshd();
        var fleet = await SshFleet.StartAsync(1);
        var host = fleet["h1"];
        await Ssh(fleet, host, "setsid sleep 1000 </dev/null >/dev/null 2>&1 & mkdir ~/closed; echo x >~/closed/file; chmod 500 ~/closed");
        await fleet.DisposeAsync();
        Assert.Empty(host.Processes());
        Assert.False(Directory.Exists(fleet.Folder));
        Assert.Throws<System.Net.Sockets.SocketException>(() => new System.Net.Sockets.TcpClient("127.0.0.1", host.Port));
    }

    // Whatever it has become by now: the shell that was forked for it, setsid, or sleep.
    private static bool RunsSleep(string commandLine) => commandLine.Contains("sleep 1000", StringComparison.Ordinal);

    private static Task<ProgramResult> Ssh(SshFleet fleet, SshTestHost host, string command, params string[] options) =>
        Programs.RunAsync("ssh", ["-F", fleet.ConfigFile, "-oBatchMode=yes", .. options, host.Name, command]);
}
