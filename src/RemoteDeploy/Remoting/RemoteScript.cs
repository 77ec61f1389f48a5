using System.Security.Cryptography;
using System.Text;
using RemoteDeploy.Faults;

namespace RemoteDeploy.Remoting;

/// <summary>
/// The POSIX-sh side of every remote step: one text put together from the embedded files, named by its own hash, so that a host
/// keeps one copy of each version and never runs another one than this.
/// </summary>
internal static class RemoteScript
{
    /// <summary>
    /// Runs the installed script whose path is the first line of standard input. Constant, on one line and without anything a
    /// login shell could read differently: sh, bash, dash, zsh, csh, tcsh and fish all pass it on as it is.
    /// </summary>
    public const string InstalledLauncher =
        "exec /bin/sh -c 'IFS= read -r p; case $p in \"~/\"*) p=$HOME/${p#??};; esac; exec /bin/sh \"$p\"'";

    /// <summary>
    /// Runs the script that follows on standard input, after a line with its length in bytes. dd must not take a byte more: where it
    /// cannot wait for a full block it reads single bytes. A host that has none says so.
    /// </summary>
    public const string StreamedLauncher =
        "exec /bin/sh -c 'IFS= read -r n; command -v dd >/dev/null || echo remotedeploy: no dd >&2; rd_self_text=$(dd bs=\"$n\" count=1 iflag=fullblock 2>/dev/null || dd bs=1 count=\"$n\" 2>/dev/null); eval \"$rd_self_text\"'";

    /// <summary>A command line for any login shell that runs a script of the host with standard input left as it is.</summary>
    public static string TerminalLauncher(string script) => $"exec /bin/sh -c 'exec /bin/sh \"$(printf %b \"$0\")\"' '{ScriptArgument.EncodeStrictly(script)}'";

    private static readonly Lazy<byte[]> LazyText = new(ReadAll);
    private static readonly Lazy<string> LazyName = new(() => $"rd-{Convert.ToHexStringLower(SHA256.HashData(Text)).AsSpan(0, 16)}.sh");

    /// <summary>The whole script, without a newline at its end.</summary>
    public static byte[] Text => LazyText.Value;

    /// <summary>File name on hosts.</summary>
    public static string FileName => LazyName.Value;

    /// <summary>Why the script could not even be read, by what came on standard error; null when it does not say.</summary>
    public static Fault? WhyUnread(string error) => error.Split('\n').Contains("remotedeploy: no dd", StringComparer.Ordinal) ? ScriptFault.Lacks(["dd"]) : null;

    private static byte[] ReadAll()
    {
        var assembly = typeof(RemoteScript).Assembly;
        var text = new StringBuilder();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sh", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
            text.Append(reader.ReadToEnd());
        }

        return Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n'));
    }
}
