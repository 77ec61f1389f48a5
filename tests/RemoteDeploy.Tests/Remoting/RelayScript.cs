using System.Text;
using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Remoting;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tests.Remoting;

/// <summary>The functions of the remote script under one shell, with a home and a file of authorized keys that are the test's own.</summary>
internal sealed class RelayScript : IDisposable
{
    private const string Request = "\nrd_main";
    private readonly ScriptShell shell;
    private readonly string path;

    private RelayScript(ScriptShell shell, string home, string path)
    {
        this.shell = shell;
        this.path = path;
        Home = home;
    }

    public string Home { get; }

    public string Keys => Path.Combine(Home, ".ssh", "authorized_keys");

    /// <summary>What the relay of the key <c>$rd_key</c> runs from: it is there, as for a relay at work.</summary>
    public string Relay => Path.Combine(Home, "relay");

    /// <summary>The configuration of the sshd that the script believes to run under.</summary>
    public string Configuration => Path.Combine(Home, "sshd_config");

    public RelayKey Key { get; } = RelayKey.Create();

    /// <summary>Puts the line of <c>$rd_key</c> in, the way a relay does.</summary>
    public static string Put => "rd_keys_locked rd_keys_put \"$(rd_line)\"";

    public static async Task<RelayScript> StartAsync(string shellName)
    {
        Prerequisite.Posix();
        var asked = ScriptShell.Of(shellName);
        Prerequisite.Program(asked.Program);
        var home = Directory.CreateTempSubdirectory("rd-keys-").FullName;
        var script = new RelayScript(asked, home, await asked.FillPathAsync(Path.Combine(home, "bin")));
        Directory.CreateDirectory(Path.GetDirectoryName(script.Keys)!);
        Directory.CreateDirectory(script.Relay);
        await File.WriteAllTextAsync(Path.Combine(script.Relay, "in"), "");
        await File.WriteAllTextAsync(script.Configuration, "");
        return script;
    }

    /// <summary>A line as relays write it.</summary>
    public static string LineOf(RelayKey key, string folder) =>
        $"restrict,from=\"10.0.0.1,fe80::1\",expiry-time=\"20300101000000\",command=\"exec /bin/sh {folder}/in\" {key.Public}";

    /// <summary>Runs calls behind the functions, and returns what they print.</summary>
    public async Task<string> MustRunAsync(params string[] calls)
    {
        var result = await RunAsync(asNobody: false, calls);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        return result.Output.TrimEnd('\n');
    }

    /// <summary>Runs calls as a user who may do nothing but what the files allow.</summary>
    public async Task<string> RunAsNobodyAsync(params string[] calls)
    {
        Prerequisite.Root();
        Prerequisite.Program("setpriv");
        await Programs.MustRunAsync("chown", "-R", "65534:65534", Home);
        return (await RunAsync(asNobody: true, calls)).Output.TrimEnd('\n');
    }

    public void Dispose() => Directory.Delete(Home, recursive: true);

    // The command line is that of an sshd with a configuration of its own, so that the machine's own keys are out of reach.
    private async Task<ProgramResult> RunAsync(bool asNobody, string[] calls)
    {
        var text = Encoding.UTF8.GetString(RemoteScript.Text);
        Assert.EndsWith(Request, text, StringComparison.Ordinal);
        string[] lines =
        [
            text[..^Request.Length], "rd_nonce=n1", $"rd_keys='{Keys}'", $"rd_key='{Key.Public}'",
            $"rd_line() {{ printf '%s\\n' '{LineOf(Key, Relay).Replace(Key.Public, "'\"$rd_key\"", StringComparison.Ordinal)}; }}", .. calls,
        ];
        var file = Path.Combine(Home, "sshd");
        await File.WriteAllTextAsync(file, string.Join('\n', lines) + "\n");
        string[] command = [Programs.Find(shell.Program)!, .. shell.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), file, "-f", Configuration];
        string[] whole = asNobody ? ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", .. command] : command;
        return await Programs.RunAsync(new ProgramCall(whole[0], whole[1..])
        {
            Folder = Home,
            Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["HOME"] = Home, ["PATH"] = path, ["TMPDIR"] = Home },
        });
    }
}
