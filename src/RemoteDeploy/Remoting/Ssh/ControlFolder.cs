using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RemoteDeploy.Remoting.Ssh;

/// <summary>The private folder for ssh control sockets. Whoever can write into it owns every connection kept there.</summary>
public static class ControlFolder
{
    // A socket's path holds 104 bytes on macOS, less its own name and the suffix that ssh adds while it makes it.
    private const int LongestPath = 60;
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes the folder, or finds it already made and still private.</summary>
    /// <param name="runtimeFolder">The session's own folder, the value of <c>XDG_RUNTIME_DIR</c>; null or empty for none.</param>
    /// <returns>
    /// <c>RUNTIME/remotedeploy</c>, else <c>/tmp/remotedeploy-UID</c>; null where connections cannot be kept (Windows) or where the
    /// folder belongs to somebody else, is a link, or is open to others.
    /// </returns>
    public static string? Prepare(string? runtimeFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var userId = GetEffectiveUserId();
        string[] candidates =
        [
            .. runtimeFolder is { Length: > 0 } && Path.IsPathRooted(runtimeFolder) && Directory.Exists(runtimeFolder)
                ? [Path.Combine(runtimeFolder, "remotedeploy")]
                : Array.Empty<string>(),
            string.Create(CultureInfo.InvariantCulture, $"/tmp/remotedeploy-{userId}"),
        ];
        return candidates.FirstOrDefault(candidate => candidate.Length <= LongestPath && TryPrepare(candidate, userId));
    }

    internal static bool TryPrepare(string path, uint userId)
    {
        if (OperatingSystem.IsWindows())
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(path, Private);
            return IsPrivate(path, userId);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or Win32Exception)
        {
            return false;
        }
    }

    /// <summary>One look at kind, mode, access list (a final +) and owner together: the framework cannot tell an owner, and two looks could see two folders.</summary>
    private static bool IsPrivate(string path, uint userId)
    {
        var start = new ProcessStartInfo("/bin/ls") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in (string[])["-ldn", "--", path])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C";
        using var ls = Process.Start(start)!;
        ls.ErrorDataReceived += static (_, _) => { };
        ls.BeginErrorReadLine();
        var fields = ls.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ls.WaitForExit();
        return ls.ExitCode == 0
            && fields is [var mode, _, var owner, ..]
            && mode.StartsWith("drwx------", StringComparison.Ordinal)
            && !mode.EndsWith('+')
            && owner == userId.ToString(CultureInfo.InvariantCulture);
    }

    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint GetEffectiveUserId();
}
