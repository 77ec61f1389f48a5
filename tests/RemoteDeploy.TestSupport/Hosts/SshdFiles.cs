using System.Globalization;
using System.Runtime.Versioning;
using System.Text;

namespace RemoteDeploy.TestSupport.Hosts;

/// <summary>Writes the files that make one sshd: keys, configuration, home folder, user database.</summary>
internal sealed class SshdFiles(string folder, SshFleetOptions options, string mark)
{
    private string HostKey => Path.Combine(folder, "hostkey");

    private string AuthorizedKeys => Path.Combine(folder, "authorized_keys");

    public string Home => Path.Combine(folder, "home");

    public string Log => Path.Combine(folder, "sshd.log");

    public async Task CreateAsync(string authorizedKeys)
    {
        Directory.CreateDirectory(Home);
        Directory.CreateDirectory(Path.Combine(folder, "srv"));
        File.Copy(authorizedKeys, AuthorizedKeys);
        foreach (var (path, text) in options.HomeFiles)
        {
            var file = Path.Combine(Home, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        await CreateHostKeyAsync();
        if (OperatingSystem.IsLinux() && Prerequisite.HasIsolation)
        {
            WriteUserDatabase();
        }
    }

    public async Task CreateHostKeyAsync()
    {
        File.Delete(HostKey);
        File.Delete(HostKey + ".pub");
        await Programs.MustRunAsync("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "test-host", "-f", HostKey);
    }

    public Task<string> ReadPublicHostKeyAsync() => ReadTrimmedAsync(HostKey + ".pub");

    public async Task WriteConfigAsync(int port)
    {
        var config = new StringBuilder();
        foreach (var line in options.SshdLines)
        {
            config.Append(line).Append('\n');
        }

        config.Append(CultureInfo.InvariantCulture, $"""
            Port {port}
            ListenAddress 127.0.0.1
            HostKey {HostKey}
            PidFile {Path.Combine(folder, "sshd.pid")}
            AuthorizedKeysFile {AuthorizedKeys}
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            PermitRootLogin yes
            StrictModes no
            UsePAM no
            UseDNS no
            PrintMotd no
            PrintLastLog no
            LogLevel VERBOSE
            Subsystem sftp internal-sftp
            SetEnv HOME={Home} RD_TEST_HOST={mark}{string.Concat(options.Environment.Select(pair => $" {pair.Key}={pair.Value}"))}

            """);
        config.Append(options.MaxSessions is { } sessions ? $"MaxSessions {sessions}\n" : "");
        config.Append(options.MaxStartups is { } startups ? $"MaxStartups {startups}\n" : "");
        await File.WriteAllTextAsync(Path.Combine(folder, "sshd_config"), config.ToString());
    }

    private static async Task<string> ReadTrimmedAsync(string path) => (await File.ReadAllTextAsync(path)).Trim();

    /// <summary>The user database of an isolated host: this machine's, except for the home and the shell of the user.</summary>
    [SupportedOSPlatform("linux")]
    private void WriteUserDatabase()
    {
        var user = Environment.UserName;
        RewriteUser("/etc/passwd", "passwd", user, fields =>
        {
            fields[5] = Home;
            fields[6] = options.LoginShell is { } shell ? LoginShell(shell) : fields[6];
        });
        // sshd refuses a locked account ("!"); "*" only means that no password fits.
        RewriteUser("/etc/shadow", "shadow", user, fields => fields[1] = "*");
    }

    [SupportedOSPlatform("linux")]
    private void RewriteUser(string source, string copy, string user, Action<string[]> change)
    {
        if (!File.Exists(source))
        {
            return;
        }

        var lines = File.ReadAllLines(source).Select(line =>
        {
            var fields = line.Split(':');
            if (string.Equals(fields[0], user, StringComparison.Ordinal))
            {
                change(fields);
            }

            return string.Join(':', fields);
        });
        File.WriteAllLines(Path.Combine(folder, copy), lines);
        File.SetUnixFileMode(Path.Combine(folder, copy), File.GetUnixFileMode(source));
    }

    // sshd starts a shell under the last part of its path, and busybox goes by that name.
    private string LoginShell(string shell)
    {
        var path = Programs.Find(shell) ?? throw new InvalidOperationException($"There is no shell '{shell}' on this machine.");
        if (!string.Equals(Path.GetFileName(path), "busybox", StringComparison.Ordinal))
        {
            return path;
        }

        var link = Path.Combine(folder, "sh");
        File.CreateSymbolicLink(link, path);
        return link;
    }
}
