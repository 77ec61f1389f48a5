using System.Text.RegularExpressions;
using RemoteDeploy.Faults;
using RemoteDeploy.Planning;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Connections that are kept for the next run, and what may never be done with them.</summary>
public sealed class KeptConnections : IAsyncDisposable
{
    private Fleet? fleet;

    public ValueTask DisposeAsync() => fleet?.DisposeAsync() ?? ValueTask.CompletedTask;

    [Fact]
    public async Task Are_used_again_while_the_host_is_known_by_the_same_key()
    {
        await StartAsync();

        Assert.Empty(await DoctorAsync());
        Assert.Empty(await DoctorAsync());

        Assert.Equal(1, Logins());
    }

    /// <summary>Whoever takes a key out of the file does not trust the machine any more, connected or not.</summary>
    [Fact]
    public async Task Are_no_way_to_a_host_that_is_not_known_any_more()
    {
        await StartAsync();
        Assert.Empty(await DoctorAsync());

        await File.WriteAllTextAsync(fleet!.Ssh.KnownHostsFile, "");

        Assert.Equal([FaultCatalog.HostKeyUnknown], (await DoctorAsync()).Select(fault => fault.Code));
    }

    [Fact]
    public async Task Are_no_way_to_a_host_that_should_have_another_key()
    {
        await StartAsync();
        Assert.Empty(await DoctorAsync());
        var known = await File.ReadAllTextAsync(fleet!.Ssh.KnownHostsFile);
        var other = string.Join(' ', RemoteDeploy.Broadcast.Relaying.RelayKey.Create().Public.Split(' ')[..2]);

        await File.WriteAllTextAsync(fleet.Ssh.KnownHostsFile, $"[127.0.0.1]:{fleet.Ssh["h1"].Port} {other}\n");

        Assert.Equal([FaultCatalog.HostKeyChanged], (await DoctorAsync()).Select(fault => fault.Code));
        await File.WriteAllTextAsync(fleet.Ssh.KnownHostsFile, known);
        Assert.Empty(await DoctorAsync());
    }

    /// <summary>Somebody else's connection of the same name leads to the machine that he meant by it.</summary>
    [Fact]
    public async Task Of_other_programs_are_never_used()
    {
        await StartAsync(count: 2);
        var foreign = Path.Combine(fleet!.WorkFolder, "foreign");
        await File.AppendAllTextAsync(fleet.Ssh.ConfigFile, $"\nHost *\n  ControlMaster auto\n  ControlPath {foreign}\n  ControlPersist 60\n");
        await Programs.MustRunAsync("ssh", "-F", fleet.Ssh.ConfigFile, "-o", "BatchMode=yes", "h2", "true");
        Assert.True(File.Exists(foreign), "There is a foreign connection.");

        var report = await fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["sh", "-c", "echo \"$HOME\""] }));

        await Programs.RunAsync("ssh", "-F", fleet.Ssh.ConfigFile, "-O", "exit", "h2");
        Assert.Equal(fleet.Ssh.Hosts.Select(host => host.Home), report.Hosts.Select(host => host.Command!.Output.Trim()));
    }

    /// <summary>What a user's own configuration says for a terminal is no part of a run: agents, commands, terminals.</summary>
    [Fact]
    public async Task Lend_no_agent_and_run_no_command_of_the_configuration()
    {
        Prerequisite.Program("ssh-agent");
        await StartAsync();
        var (socket, local) = (Path.Combine(fleet!.WorkFolder, "agent"), Path.Combine(fleet.WorkFolder, "local"));
        using var agent = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ssh-agent", ["-D", "-a", socket]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        try
        {
            await Eventually.IsTrueAsync(() => File.Exists(socket), "the agent listens");
            await File.AppendAllTextAsync(fleet.Ssh.ConfigFile, $"\nHost *\n  ForwardAgent {socket}\n  IdentityAgent {socket}\n  PermitLocalCommand yes\n  LocalCommand touch {local}\n  RemoteCommand cat\n  RequestTTY force\n  ForwardX11 yes\n  StdinNull yes\n");

            var report = await fleet.Engine.ExecAsync(fleet.Request(new ExecRequest { Hosts = [], Command = ["sh", "-c", "echo \"[$SSH_AUTH_SOCK]\"; tty"] }));

            Assert.Equal("[]\nnot a tty\n", report.Hosts[0].Command!.Output);
            Assert.False(File.Exists(local), "A command of the configuration was run here.");
        }
        finally
        {
            agent.Kill();
        }
    }

    [Fact]
    public async Task To_hosts_whose_key_is_not_checked_are_remarked_on_in_every_run()
    {
        await StartAsync();
        var config = await File.ReadAllTextAsync(fleet!.Ssh.ConfigFile);
        await File.WriteAllTextAsync(fleet.Ssh.ConfigFile, config.Replace("StrictHostKeyChecking yes", "StrictHostKeyChecking no", StringComparison.Ordinal));
        foreach (var _ in new[] { 1, 2 })
        {
            var report = await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));
            Assert.Contains(report.Hosts[0].Notes, note => note.Contains("host key is not checked", StringComparison.Ordinal));
        }
    }

    private async Task StartAsync(int count = 1) => fleet = await Fleet.SshAsync(count);

    private async Task<IReadOnlyList<Fault>> DoctorAsync() => [.. (await fleet!.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }))).AllFaults];

    private int Logins() => Regex.Count(fleet!.Ssh["h1"].Log, "Accepted publickey", RegexOptions.None, TimeSpan.FromSeconds(5));
}
