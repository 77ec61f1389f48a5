using System.Text.RegularExpressions;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>The key exchange that hosts agree on when all of them connect to each other at once: a quick one, whatever is the default of their ssh.</summary>
public sealed class KeyExchangesOfRelays
{
    private const string Quick = "curve25519-sha256";
    private const string QuickAndNew = "mlkem768x25519-sha256";

    public static TheoryData<string> Shells => ScriptShell.Names;

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Begin_with_a_quick_one_that_the_client_has(string shell)
    {
        using var script = await RelayScript.StartAsync(shell);

        Assert.Equal(Quick, (await OfAsync(script, "return 255"))[0]);
        Assert.Equal(Quick, (await OfAsync(script, "echo sntrup761x25519-sha512"))[0]);
        Assert.Equal([QuickAndNew, Quick], (await OfAsync(script, $"printf '%s\\n' a {QuickAndNew} b"))[..2]);
    }

    [Fact]
    public async Task Are_what_a_client_and_a_server_of_this_machine_agree_on()
    {
        Prerequisite.Sshd();
        await using var fleet = await SshFleet.StartAsync(1);
        using var script = await RelayScript.StartAsync("dash");
        var offered = await script.MustRunAsync("rd_relay_kex");

        var session = await Programs.RunAsync("ssh", "-v", "-F", fleet.ConfigFile, "-o", "BatchMode=yes", "-o", $"KexAlgorithms={offered}", "h1", "true");

        Assert.Equal(0, session.ExitCode);
        Assert.Contains(Regex.Match(session.Error, @"kex: algorithm: (\S+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value, new[] { Quick, QuickAndNew });
    }

    // What the script offers when ssh is a program that does this.
    private static async Task<string[]> OfAsync(RelayScript script, string ssh) =>
        (await script.MustRunAsync($"ssh() {{ {ssh}; }}", "rd_relay_kex")).Split(',');
}
