using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>What ssh itself says it would do for a host: <c>ssh -G</c>, so that Include, Match and aliases are read by ssh alone.</summary>
/// <param name="Text">The settings, a line each.</param>
internal sealed record SshConfigView(string Text)
{
    /// <summary>Address that would be connected to.</summary>
    public string HostName => Value("hostname") ?? "";

    /// <summary>Port that would be connected to.</summary>
    public string Port => Value("port") ?? "22";

    /// <summary>Login name.</summary>
    public string User => Value("user") ?? "";

    /// <summary>Cipher list.</summary>
    public string Ciphers => Value("ciphers") ?? "";

    /// <summary>List of key exchanges.</summary>
    public string KeyExchanges => Value("kexalgorithms") ?? "";

    /// <summary>Name that the host key is known under instead of the address; null for none.</summary>
    public string? HostKeyAlias => Value("hostkeyalias") is { Length: > 0 } alias and not "none" ? alias : null;

    /// <summary>Files of known host keys, the user's and the machine's.</summary>
    public IEnumerable<string> KnownHostsFiles =>
        $"{Value("userknownhostsfile")} {Value("globalknownhostsfile")}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(file => file.Trim('"'));

    /// <summary>False when the user's configuration turns the check of host keys off.</summary>
    public bool ChecksHostKeys => Value("stricthostkeychecking") is not ("no" or "off" or "false");

    /// <summary>Settings by which ssh would run no command, not read its input or go away, as the options that undo them. ssh before 8.7 does not know them.</summary>
    public IEnumerable<string> UndoneOptions
    {
        get
        {
            if (Value("sessiontype") is not (null or "default"))
            {
                yield return "SessionType=default";
            }

            if (Value("stdinnull") is not (null or "no"))
            {
                yield return "StdinNull=no";
            }

            if (Value("forkafterauthentication") is not (null or "no"))
            {
                yield return "ForkAfterAuthentication=no";
            }
        }
    }

    /// <summary>A name for the connection that differs whenever any setting does, or what the host is known by.</summary>
    /// <param name="configFile">The file of the settings.</param>
    /// <param name="trust">What the host is known by: whoever was connected to before is asked anew when that has changed.</param>
    public string Fingerprint(string? configFile, string trust) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(configFile + "\n" + trust + "\n" + Text)))[..24];

    /// <summary>Asks ssh, which may run programs that its configuration names.</summary>
    /// <param name="program">The ssh program.</param>
    /// <param name="destination">The arguments that name the host.</param>
    /// <param name="limit">Time it may take.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<Attempt<SshConfigView>> AskAsync(string program, IReadOnlyList<string> destination, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(limit);
        try
        {
            var answer = await ProgramAnswer.ToAsync(program, ["-G", .. destination], limited.Token);
            return answer.ExitCode == 0
                ? new SshConfigView(answer.Output)
                : new Fault(FaultCatalog.BadUsage, $"The ssh client does not accept its configuration: {SafeText.Line(string.Join(" | ", SafeText.Lines(answer.Error, 3)), 500)}")
                {
                    Try = "Correct the ssh_config file that the message names",
                };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Fault(FaultCatalog.ConnectTimedOut, $"The ssh client did not read its configuration within {limit.TotalSeconds:0.#} s")
            {
                Try = "Look at the programs that ssh_config runs (Match exec), or raise the connect timeout",
            };
        }
        catch (Win32Exception exception)
        {
            return new Fault(FaultCatalog.NoSshClient, $"'{program}' cannot be started: {exception.Message}")
            {
                Try = "Install the OpenSSH client (Debian: apt install openssh-client)",
            };
        }
    }

    /// <summary>The arguments that name a host: <c>-F</c>, user, port, identity, and the address after <c>--</c>.</summary>
    public static IReadOnlyList<string> Destination(Host host, string? configFile)
    {
        var arguments = new List<string>();
        void Add(string option, string? value)
        {
            if (value is not null)
            {
                arguments.Add(option);
                arguments.Add(value);
            }
        }

        Add("-F", configFile);
        Add("-l", host.User);
        Add("-p", host.Port?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add("-i", host.Identity);
        arguments.Add("--");
        arguments.Add(host.Address);
        return arguments;
    }

    private string? Value(string key)
    {
        foreach (var line in Text.AsSpan().EnumerateLines())
        {
            if (line.Length > key.Length && line[key.Length] == ' ' && line.StartsWith(key, StringComparison.OrdinalIgnoreCase))
            {
                return line[(key.Length + 1)..].Trim().ToString();
            }
        }

        return null;
    }
}
