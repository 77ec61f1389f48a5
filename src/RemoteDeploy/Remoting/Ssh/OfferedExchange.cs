using System.ComponentModel;
using System.Diagnostics;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>What client and server offer each other. ssh says it in its debugging output only, so it is asked once more, on the same way.</summary>
internal static class OfferedExchange
{
    private const string Local = "debug1: Local version string ";
    private const string Remote = "debug1: Remote protocol version ";
    private const string Software = ", remote software version ";
    private const string Protocol = "SSH-2.0-";
    private const string Ours = "debug2: local client KEXINIT proposal";
    private const string Theirs = "debug2: peer server KEXINIT proposal";
    private const string Exchanges = "debug2: KEX algorithms: ";
    private const string Ciphers = "debug2: ciphers ctos: ";
    private const string StrictClient = "kex-strict-c-v00@openssh.com";
    private const string StrictServer = "kex-strict-s-v00@openssh.com";
    private const int LongestVersion = 120;

    // ssh cuts its lines at 1023 bytes, and what is looked for stands last.
    private const int MaybeCut = 980;

    /// <summary>Asks.</summary>
    /// <param name="settings">How ssh is called.</param>
    /// <param name="arguments">The options and the address that the host was reached with.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What they said; null when that cannot be learned.</returns>
    public static async Task<SshHandshake?> AskAsync(SshSettings settings, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limited.CancelAfter(settings.ConnectTimeout);
        try
        {
            // The first of two options counts. No key is known, so that ssh goes before it says who it is: hosts count no failed login.
            await using var ssh = RemoteProcess.Start(new ProcessStartInfo(settings.Program,
            [
                "-vv", "-o", "LogLevel=DEBUG2", "-o", "StrictHostKeyChecking=yes", "-o", "VerifyHostKeyDNS=no", "-o", "UserKnownHostsFile=none", "-o", "GlobalKnownHostsFile=none",
                "-o", "PreferredAuthentications=none", "-o", "ControlPath=none", .. arguments, "exit",
            ]));
            ssh.CloseInput();
            await ssh.WaitAsync(limited.Token);
            return Read(ssh.Error);
        }
        catch (Exception exception) when (exception is Win32Exception || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Both ends in ssh's words. Clients on the way to a jump host speak as well, and before: the last of each counts.</summary>
    /// <returns>Null when one of these clients got no answer: then nobody can tell whose the last one is.</returns>
    internal static SshHandshake? Read(string error)
    {
        string? client = null, server = null, ciphers = null;
        bool? clientIsStrict = null, serverIsStrict = null;
        var (clients, servers, answers, isAnswer) = (0, 0, 0, false);
        foreach (var line in error.Split('\n').Select(line => line.TrimEnd('\r')))
        {
            if (After(line, Local) is { } local)
            {
                (client, clients) = (local, clients + 1);
            }
            else if (After(line, Remote)?.Split(Software, 2) is [_, var remote])
            {
                (server, servers) = (remote, servers + 1);
            }
            else if (line is Ours or Theirs)
            {
                isAnswer = line == Theirs;
                answers += isAnswer ? 1 : 0;
            }
            else if (After(line, Exchanges) is { } exchanges)
            {
                (clientIsStrict, serverIsStrict) = isAnswer ? (clientIsStrict, Offers(exchanges, StrictServer)) : (Offers(exchanges, StrictClient), serverIsStrict);
            }
            else if (!isAnswer && After(line, Ciphers) is { } offered)
            {
                ciphers = offered;
            }
        }

        return client is null || server is null || clients != servers || clients != answers
            ? null
            : new SshHandshake(Version(After(client, Protocol) ?? client), Version(server))
            {
                ClientIsStrict = clientIsStrict,
                ServerIsStrict = serverIsStrict,
                OffersFragileCiphers = ciphers?.Split(',').Any(IsFragile) ?? false,
            };
    }

    private static string? After(string line, string words) => line.StartsWith(words, StringComparison.Ordinal) ? line[words.Length..] : null;

    private static bool? Offers(string list, string name) => list.Split(',').Contains(name) ? true : list.Length < MaybeCut ? false : null;

    private static bool IsFragile(string cipher) => cipher == "chacha20-poly1305@openssh.com" || cipher.EndsWith("-cbc", StringComparison.Ordinal);

    private static string Version(string text) => SafeText.Line(text.Trim(), LongestVersion);
}
