using System.Security.Cryptography;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>
/// By what hosts are known at this moment: the files of their keys, and the network of this machine. A connection that is kept answers
/// for the host it was made to; where any of this has changed, that may be another one than the name means now.
/// </summary>
internal static class TrustedKeys
{
    // Larger files are told apart by size and time.
    private const long MostRead = 8 << 20;

    /// <summary>A text that differs whenever they do.</summary>
    public static string Of(SshConfigView view) => string.Join('\n', view.KnownHostsFiles.Select(Of).Append(Network()));

    private static string Of(string file)
    {
        try
        {
            var info = new FileInfo(file);
            return !info.Exists ? "-"
                : info.Length > MostRead ? FormattableString.Invariant($"{info.Length} {info.LastWriteTimeUtc.Ticks}")
                : Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be read vouches for nobody, and ssh says so.
            return "?";
        }
    }

    // Sockets in the file system are seen from every network namespace of Linux, and lead out of the one they were made in.
    private static string Network()
    {
        try
        {
            return OperatingSystem.IsLinux() ? new FileInfo("/proc/self/ns/net").LinkTarget ?? "" : "";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
