using System.Runtime.InteropServices;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Windows consoles obey escape sequences only when asked to.</summary>
internal static partial class WindowsTerminal
{
    private const int StandardOutput = -11;
    private const uint EnableVirtualTerminalProcessing = 4;

    /// <summary>Asks; true when escape sequences work from now on. True at once where the system is not Windows.</summary>
    public static bool TryEnableSequences()
    {
        if (!OperatingSystem.IsWindows())
        {
            return true;
        }

        var console = GetStdHandle(StandardOutput);
        return GetConsoleMode(console, out var mode) && SetConsoleMode(console, mode | EnableVirtualTerminalProcessing);
    }

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint GetStdHandle(int handle);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(nint console, out uint mode);

    [LibraryImport("kernel32")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(nint console, uint mode);
}
