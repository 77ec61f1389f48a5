using System.Net;
using System.Net.Sockets;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Hosts that ssh does not reach: each cause has its code, its words and its remedy, and the host beside it is well.</summary>
public sealed class UnreachableHosts(SshHosts hosts) : IClassFixture<SshHosts>
{
    [Fact]
    public async Task Refusing_the_connection()
    {
        using var socket = Bound();
        var fault = await FaultOfAsync(host => host with { Port = PortOf(socket) });
        Assert.Equal(FaultCatalog.Unreachable, fault.Code);
        Assert.Contains($"127.0.0.1 port {PortOf(socket)}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("sshd", fault.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_address()
    {
        var fault = await FaultOfAsync(host => host with { Address = "no-such-host.invalid" });
        Assert.Equal(FaultCatalog.NameNotResolved, fault.Code);
        Assert.Contains("no-such-host.invalid", fault.Message, StringComparison.Ordinal);
        Assert.Contains("DNS", fault.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_take_the_connection_and_say_nothing()
    {
        using var socket = Bound();
        socket.Listen(10);
        await TimesOutAsync(socket);
    }

    [Fact]
    public async Task That_drop_every_packet()
    {
        // With its queue full, Linux drops what else wants to connect.
        using var socket = Bound();
        socket.Listen(0);
        var callers = Enumerable.Range(0, 3).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)).ToList();
        foreach (var caller in callers)
        {
            _ = caller.ConnectAsync(socket.LocalEndPoint!);
        }

        await Eventually.IsTrueAsync(() => callers[0].Connected, "the queue is full");
        await TimesOutAsync(socket);
        callers.ForEach(caller => caller.Dispose());
    }

    [Fact]
    public async Task Refusing_the_login()
    {
        var fault = await FaultOfAsync(host => host with { User = "stranger" });
        Assert.Equal(FaultCatalog.AuthenticationRefused, fault.Code);
        Assert.Contains("'stranger'", fault.Message, StringComparison.Ordinal);
        Assert.Matches("^Look at: ssh -F /\\S+ -l stranger h1 true", fault.Try);
    }

    [Fact]
    public async Task Whose_key_is_not_known()
    {
        var fleet = await hosts.StartAsync(2);
        var known = await File.ReadAllTextAsync(fleet.Ssh.KnownHostsFile);
        await File.WriteAllLinesAsync(fleet.Ssh.KnownHostsFile, known.Split('\n')[1..]);

        var fault = await FaultOfAsync();

        await fleet.Ssh.TrustHostKeysAsync();
        Assert.Equal(FaultCatalog.HostKeyUnknown, fault.Code);
        Assert.Contains($"ssh-keyscan -p {fleet.Ssh["h1"].Port} 127.0.0.1", fault.Try, StringComparison.Ordinal);
        Assert.StartsWith($"ssh-ed25519 {await FingerprintAsync(known.Split('\n')[0])} (", fault.Found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whose_key_has_changed()
    {
        var fleet = await hosts.StartAsync(2);
        var old = (await File.ReadAllTextAsync(fleet.Ssh.KnownHostsFile)).Split('\n')[0];
        await fleet.Ssh["h1"].ReplaceHostKeyAsync();

        var fault = await FaultOfAsync();

        await fleet.Ssh.TrustHostKeysAsync();
        var shown = (await File.ReadAllTextAsync(fleet.Ssh.KnownHostsFile)).Split('\n')[0];
        Assert.Equal($"ssh-ed25519 {await FingerprintAsync(old)}", fault.Expected);
        Assert.StartsWith($"ssh-ed25519 {await FingerprintAsync(shown)} (", fault.Found, StringComparison.Ordinal);
        Assert.Contains($"' -f {fleet.Ssh.KnownHostsFile},", fault.Try, StringComparison.Ordinal);
        Assert.Equal(FaultCatalog.HostKeyChanged, fault.Code);
        Assert.Contains("SHA256:", fault.Found, StringComparison.Ordinal);
        Assert.Contains($"ssh-keygen -R '[127.0.0.1]:{fleet.Ssh["h1"].Port}'", fault.Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_want_of_an_ssh_program()
    {
        var fleet = await hosts.StartAsync(2);
        var engine = new DeployEngine(fleet.Engine.Options with { SshProgram = "/nowhere/ssh" });
        var report = await engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }));
        Assert.Equal(64, report.ExitCode);
        Assert.All(report.AllFaults, fault => Assert.Equal(FaultCatalog.NoSshClient, fault.Code));
        Assert.Contains("/nowhere/ssh", report.Hosts[0].Faults[0].Message, StringComparison.Ordinal);
        Assert.Contains("OpenSSH client", report.Hosts[0].Faults[0].Try, StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_an_ssh_config_that_ssh_does_not_accept()
    {
        var fleet = await hosts.StartAsync(2);
        var config = Path.Combine(fleet.WorkFolder, "bad_config");
        await File.WriteAllTextAsync(config, "Host h1\nFrobnicate yes\n");
        var report = await fleet.Engine.DoctorAsync(fleet.Request(new FleetRequest { Hosts = [] }) with { SshConfig = config });
        Assert.Equal(64, report.ExitCode);
        Assert.All(report.AllFaults, fault => Assert.Equal(FaultCatalog.BadUsage, fault.Code));
        Assert.Contains($"{config}: line 2", report.Hosts[0].Faults[0].Message, StringComparison.Ordinal);
    }

    // As ssh-keygen writes the fingerprint of a line of known_hosts.
    private static async Task<string> FingerprintAsync(string line)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, string.Join(' ', line.Split(' ')[1..]) + "\n");
        var said = await Programs.MustRunAsync("ssh-keygen", "-l", "-f", file);
        File.Delete(file);
        return said.Split(' ')[1];
    }

    private async Task TimesOutAsync(Socket socket)
    {
        var fault = await FaultOfAsync(host => host with { Port = PortOf(socket) }, request => request with { ConnectTimeout = TimeSpan.FromSeconds(1) });
        Assert.Equal(FaultCatalog.ConnectTimedOut, fault.Code);
        Assert.Contains($"127.0.0.1 port {PortOf(socket)}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("firewall", fault.Try, StringComparison.Ordinal);
    }

    /// <summary>The one fault of the first host after a change to it; the second host must be well.</summary>
    private async Task<Fault> FaultOfAsync(Func<Host, Host>? change = null, Func<FleetRequest, FleetRequest>? with = null)
    {
        var fleet = await hosts.StartAsync(2);
        var request = fleet.Request(new FleetRequest { Hosts = [] });
        request = request with { Hosts = [(change ?? (host => host))(request.Hosts[0]), request.Hosts[1]] };
        var engine = new DeployEngine(fleet.Engine.Options with { ControlFolder = null });

        var report = await engine.DoctorAsync(with?.Invoke(request) ?? request);

        Assert.Equal(21, report.ExitCode);
        Assert.Equal([HostOutcome.Unreachable, HostOutcome.Ok], report.Hosts.Select(host => host.Outcome));
        var fault = Assert.Single(report.AllFaults);
        Assert.Equal(("h1", Phase.Connect), (fault.Host, fault.Phase));
        return fault;
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
