using System.ComponentModel;
using System.Security.Cryptography;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>Looks up the host keys that this machine trusts. <c>ssh-keygen -F</c> does the search: names may be hashed, patterns or authorities.</summary>
internal static class KnownHostKeys
{
    /// <summary>Finds the keys of a host.</summary>
    /// <param name="program">The ssh-keygen program.</param>
    /// <param name="view">What ssh would do for the host.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The keys; null when none is known or they cannot be looked up.</returns>
    public static async Task<HostIdentity?> FindAsync(string program, SshConfigView view, CancellationToken cancellationToken)
    {
        // Without a check of its own, this machine has nothing to vouch for.
        if (!view.ChecksHostKeys)
        {
            return null;
        }

        var alias = view.HostKeyAlias ?? view.HostName;
        var name = view.HostKeyAlias ?? (view.Port == "22" ? view.HostName : $"[{view.HostName}]:{view.Port}");
        var keys = new List<string>();
        foreach (var file in view.KnownHostsFiles.Where(File.Exists))
        {
            keys.AddRange(Entries(await AskAsync(program, name, file, cancellationToken), alias));
        }

        return keys.Count > 0 && alias.All(IsPlain) ? new HostIdentity(alias, keys) : null;
    }

    /// <summary>Fingerprints of the keys that a host may answer with, as ssh writes them; none when none is known.</summary>
    public static async Task<IReadOnlyList<string>> FingerprintsAsync(string program, SshConfigView view, CancellationToken cancellationToken) =>
        await FindAsync(program, view, cancellationToken) is { } known ? [.. known.Keys.Select(Fingerprint).OfType<string>().Distinct(StringComparer.Ordinal).Take(6)] : [];

    // Authorities and revoked keys are no keys that the host itself may show.
    private static string? Fingerprint(string entry) =>
        entry.Split(' ') is [var name, var type, var key] && !name.StartsWith('@') && Convert.TryFromBase64String(key, new byte[key.Length], out _)
            ? $"{type} SHA256:{Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(key))).TrimEnd('=')}"
            : null;

    /// <summary>The entries that ssh-keygen found, under another name.</summary>
    internal static IEnumerable<string> Entries(string output, string alias)
    {
        foreach (var line in output.Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is [var marker, _, var type, var key, ..] && marker[0] == '@')
            {
                yield return $"{marker} {alias} {type} {key}";
            }
            else if (words is [_, var plainType, var plainKey, ..] && words[0][0] != '@')
            {
                yield return $"{alias} {plainType} {plainKey}";
            }
        }
    }

    // The name becomes a word of a line that a script reads, and of a command line.
    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '-' or '_' or ':';

    private static async Task<string> AskAsync(string program, string name, string file, CancellationToken cancellationToken)
    {
        try
        {
            return (await ProgramAnswer.ToAsync(program, ["-F", name, "-f", file], cancellationToken)).Output;
        }
        catch (Win32Exception)
        {
            return "";
        }
    }
}
