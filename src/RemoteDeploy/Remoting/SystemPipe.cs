using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RemoteDeploy.Remoting;

/// <summary>What Linux can do with the pipe to a program beyond taking bytes. Elsewhere nothing is done, which is no fault.</summary>
internal static class SystemPipe
{
    // What every user may ask for on Linux.
    private const int Bytes = 1 << 20;
    private const int SetPipeSize = 1031;

    /// <summary>Makes it hold more, so that both ends work in larger pieces and are woken less often.</summary>
    public static void Enlarge(Stream stream)
    {
        if (OperatingSystem.IsLinux() && stream is PipeStream { SafePipeHandle: { IsInvalid: false } handle })
        {
            _ = Fcntl(handle, SetPipeSize, Bytes);
        }
    }

    /// <summary>Lends it pages of a file, which then pass through no memory of this process.</summary>
    /// <returns>Bytes taken, which may be fewer than asked for; 0 where this cannot be done, and at the end of the file.</returns>
    public static long Splice(SafeFileHandle file, long offset, Stream stream, long count)
    {
        if (!OperatingSystem.IsLinux() || stream is not PipeStream { SafePipeHandle: { IsInvalid: false } handle })
        {
            return 0;
        }

        var from = offset;
        return Math.Max(0, Splice(file, ref from, handle, 0, (nuint)count, 0));
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Fcntl(SafeHandle handle, int command, nint argument);

    [DllImport("libc", EntryPoint = "splice")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Splice(SafeHandle from, ref long offset, SafeHandle to, nint noOffset, nuint count, uint flags);
}
