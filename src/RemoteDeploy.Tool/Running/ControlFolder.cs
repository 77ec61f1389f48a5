using System.Globalization;
using System.Runtime.InteropServices;

namespace RemoteDeploy.Tool.Running;

/// <summary>
/// Chooses the folder for ssh's control sockets. Whoever can write there can take over connections, so it must be ours
/// alone: made by us, no link, mode 0700. When none can be had, no connection is kept, which is slower but right.
/// </summary>
internal static partial class ControlFolder
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A socket's path must stay under 104 bytes; the name in the folder takes up to 50.</summary>
    private const int LongestPath = 50;

    /// <summary>The folder, absolute; null where none is safe, and on Windows, whose ssh keeps no connections.</summary>
    /// <param name="runtimeFolder">Value of <c>XDG_RUNTIME_DIR</c>.</param>
    public static string? Choose(string? runtimeFolder)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        // Root may change any folder's mode, so the test in TakePrivate proves nothing for root: only a place where
        // nobody else can write will do.
        if (Environment.IsPrivilegedProcess)
        {
            return TakePrivate("/var/run/remotedeploy");
        }

        return FromRuntimeFolder(runtimeFolder)
            ?? TakePrivate(string.Create(CultureInfo.InvariantCulture, $"/tmp/remotedeploy-{GetEffectiveUserId()}"));
    }

    private static string? FromRuntimeFolder(string? folder) =>
        folder is not null && Path.IsPathRooted(folder) && !OperatingSystem.IsWindows()
            && Directory.Exists(folder) && File.GetUnixFileMode(folder) == Private
            ? TakePrivate(Path.Combine(folder, "remotedeploy"))
            : null;

    /// <summary>Makes the folder or takes the one that is there. Only the owner of a folder may set its mode: that is the proof of ownership.</summary>
    internal static string? TakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows() || folder.Length > LongestPath)
        {
            return null;
        }

        try
        {
            var made = Directory.CreateDirectory(folder, Private);
            if (made.LinkTarget is not null)
            {
                return null;
            }

            File.SetUnixFileMode(folder, Private);
            return folder;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUserId();
}
