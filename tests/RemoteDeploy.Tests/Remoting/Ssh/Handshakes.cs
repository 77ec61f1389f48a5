using RemoteDeploy.Probing;
using RemoteDeploy.Remoting.Ssh;

namespace RemoteDeploy.Tests.Remoting.Ssh;

/// <summary>What <c>ssh -vv</c> says before anybody logs in, as OpenSSH 9.2 writes it.</summary>
public sealed class Handshakes
{
    private const string StrictClient = ",kex-strict-c-v00@openssh.com";
    private const string StrictServer = ",kex-strict-s-v00@openssh.com";
    private const string Usual = "chacha20-poly1305@openssh.com,aes128-ctr,aes128-gcm@openssh.com";

    internal static string Text(string client = "curve25519-sha256,ext-info-c" + StrictClient, string server = "curve25519-sha256" + StrictServer, string ciphers = Usual, string version = "OpenSSH_8.4p1 Debian-5") => $"""
        OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026
        debug1: Connecting to 127.0.0.1 [127.0.0.1] port 22991.
        debug1: Local version string SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10
        debug1: Remote protocol version 2.0, remote software version {version}
        debug1: compat_banner: match: {version} pat OpenSSH* compat 0x04000000
        debug1: SSH2_MSG_KEXINIT sent
        debug1: SSH2_MSG_KEXINIT received
        debug2: local client KEXINIT proposal
        debug2: KEX algorithms: {client}
        debug2: host key algorithms: ssh-ed25519
        debug2: ciphers ctos: {ciphers}
        debug2: ciphers stoc: {ciphers}
        debug2: peer server KEXINIT proposal
        debug2: KEX algorithms: {server}
        debug2: host key algorithms: ssh-ed25519
        debug2: ciphers ctos: aes128-cbc
        debug1: kex: algorithm: curve25519-sha256
        debug1: Server host key: ssh-ed25519 SHA256:sN72PvEnNuZOWiozomU8a00OvRr/1G9vhl2HSnMtnyA
        Host key verification failed.

        """.ReplaceLineEndings("\r\n");

    [Fact]
    public void Of_strict_ends_are_told_and_no_more_is_said()
    {
        var handshake = OfferedExchange.Read(Text());

        Assert.Equal(new SshHandshake("OpenSSH_9.2p1 Debian-2+deb12u10", "OpenSSH_8.4p1 Debian-5") { ClientIsStrict = true, ServerIsStrict = true, OffersFragileCiphers = true }, handshake);
        Assert.Empty(Fitness.Remarks(handshake!));
    }

    [Theory]
    [InlineData(StrictClient, "", "its ssh server ")]
    [InlineData("", StrictServer, "the ssh client here ")]
    public void Of_an_end_that_is_not_strict_say_which_and_what_to_do(string client, string server, string which)
    {
        var remark = Assert.Single(Fitness.Remarks(OfferedExchange.Read(Text("curve25519-sha256" + client, "curve25519-sha256" + server))!));

        Assert.StartsWith(which, remark, StringComparison.Ordinal);
        Assert.Contains("CVE-2023-48795", remark, StringComparison.Ordinal);
        Assert.Contains("update it", remark, StringComparison.Ordinal);
        Assert.Contains("'Ciphers -chacha20-poly1305@openssh.com,*-cbc'", remark, StringComparison.Ordinal);
    }

    /// <summary>Names count as they are: an end that only passes for strict is none.</summary>
    [Theory]
    [InlineData("curve25519-sha256,kex-strict-c-v00@openssh.com")]
    [InlineData("curve25519-sha256,xkex-strict-s-v00@openssh.com")]
    [InlineData("")]
    public void Of_a_server_that_offers_another_name_are_not_strict(string server) => Assert.False(OfferedExchange.Read(Text(server: server))!.ServerIsStrict);

    /// <summary>Whoever has done what the remark says hears no more of it.</summary>
    [Fact]
    public void With_ciphers_that_do_not_suffer_are_not_remarked_on()
    {
        var handshake = OfferedExchange.Read(Text("curve25519-sha256", "curve25519-sha256", "aes128-ctr,aes128-gcm@openssh.com"))!;

        Assert.False(handshake.OffersFragileCiphers);
        Assert.Empty(Fitness.Remarks(handshake));
        Assert.True(OfferedExchange.Read(Text(ciphers: "aes128-ctr,aes256-cbc"))!.OffersFragileCiphers);
    }

    /// <summary>ssh cuts long lines, and the name stands last.</summary>
    [Fact]
    public void With_a_list_that_may_be_cut_leave_open_what_it_lacks()
    {
        var cut = string.Join(',', Enumerable.Repeat("gss-group14-sha256-toWM5Slw5Ew8Mqkay+al2g==", 40))[..999];
        var handshake = OfferedExchange.Read(Text(server: cut))!;

        Assert.Null(handshake.ServerIsStrict);
        Assert.Empty(Fitness.Remarks(handshake));
    }

    [Fact]
    public void Behind_a_jump_host_are_those_of_the_host() =>
        Assert.Equal("dropbear_2024.85", OfferedExchange.Read("debug1: Local version string SSH-2.0-OpenSSH_9.2p1\r\n" + Text() + Without(Text(version: "dropbear_2024.85"), "Local version"))!.Server);

    [Theory]
    [InlineData("Local version")]
    [InlineData("Remote protocol")]
    [InlineData("peer server KEXINIT")]
    public void That_broke_off_are_none(string words) => Assert.Null(OfferedExchange.Read(Without(Text(), words)));

    [Fact]
    public void With_a_jump_host_alone_are_none() => Assert.Null(OfferedExchange.Read("debug1: Local version string SSH-2.0-OpenSSH_9.2p1\r\n" + Text()));

    [Fact]
    public void Name_servers_so_that_no_terminal_obeys()
    {
        var server = OfferedExchange.Read(Text(version: "x\e[2J" + new string('y', 5000)))!.Server;

        Assert.Equal(RemoteDeploy.Reporting.SafeText.Line(server), server);
        Assert.InRange(server.Length, 100, 200);
    }

    private static string Without(string text, string words) => string.Join('\n', text.Split('\n').Where(line => !line.Contains(words, StringComparison.Ordinal)));
}
