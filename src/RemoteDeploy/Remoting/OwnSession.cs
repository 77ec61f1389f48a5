using System.Diagnostics;
using System.Runtime.Versioning;

namespace RemoteDeploy.Remoting;

/// <summary>
/// Keeps what a terminal or a supervisor sends to all processes of a group away from the programs of transports. Ctrl+C, a terminal that
/// closes and <c>timeout</c> reach everybody: an ssh client that dies of it takes away the connection over which the work on its host is to
/// be ended, and a host that was cancelled looks like one that was lost.
/// </summary>
internal static class OwnSession
{
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>
    /// Changes a start so that the program leads a session of its own, under the same process id. Where <c>setsid</c> is missing (macOS)
    /// it ignores what terminals send instead; a program that cannot be found stays as it is and fails as it would.
    /// </summary>
    public static void Give(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
        {
            start.CreateNewProcessGroup = true;
            return;
        }

        if (Find(start.FileName, start) is not { } program)
        {
            return;
        }

        string[] words = Find("setsid", start) is { } setsid ? [setsid, program] : ["/bin/sh", "-c", "trap '' HUP INT QUIT; exec \"$0\" \"$@\"", program];
        start.FileName = words[0];
        for (var at = 1; at < words.Length; at++)
        {
            start.ArgumentList.Insert(at - 1, words[at]);
        }
    }

    /// <summary>
    /// True for the exit status of a program that SIGHUP, SIGINT or SIGTERM ended. In the moment between its birth and its session a signal
    /// to the group still reaches it; nothing was asked of it then, so that it may be started again.
    /// </summary>
    public static bool MayHaveComeTooLate(int exitCode) => exitCode is 128 + 1 or 128 + 2 or 128 + 15;

    [UnsupportedOSPlatform("windows")]
    private static string? Find(string program, ProcessStartInfo start)
    {
        var folders = start.Environment.TryGetValue("PATH", out var path) ? path!.Split(':', StringSplitOptions.RemoveEmptyEntries) : [];
        string[] places = program.Contains('/') ? [program] : [.. folders.Select(folder => Path.Combine(folder, program))];
        return Array.Find(places, place => File.Exists(place) && (File.GetUnixFileMode(place) & Executable) != UnixFileMode.None);
    }
}
