using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace RemoteDeploy.Remoting;

/// <summary>Makes the pipe to a program hold more, so that both ends work in larger pieces and are woken less often.</summary>
internal static class PipeSize
{
    // What every user may ask for on Linux.
    private const int Bytes = 1 << 20;
    private const int SetPipeSize = 1031;

    /// <summary>Enlarges a pipe where the system can; elsewhere it stays as it is.</summary>
    public static void Enlarge(Stream stream)
    {
        if (OperatingSystem.IsLinux() && stream is PipeStream { SafePipeHandle: { IsInvalid: false } handle })
        {
            _ = Fcntl(handle, SetPipeSize, Bytes);
        }
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(SafeHandle handle, int command, nint argument);
}
