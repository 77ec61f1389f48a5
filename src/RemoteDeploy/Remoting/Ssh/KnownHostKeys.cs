using System.ComponentModel;

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
