using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace RemoteDeploy.Payload;

/// <summary>
/// When anything about a file was changed last (ctime), which nobody can set: a program that writes to a file and puts its time back is
/// seen by it. The framework does not tell it, Linux does (statx(2)).
/// </summary>
internal static class ChangeTime
{
    private const int FromWorkFolder = -100;
    private const uint WantsChangeTime = 0x80;
    private const int Length = 256;
    private const int Seconds = 96;
    private const int Nanoseconds = 104;

    /// <summary>Nanoseconds since 1970; 0 where the system does not tell.</summary>
    public static long Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var found = new byte[Length];
        try
        {
            return Statx(FromWorkFolder, Encoding.UTF8.GetBytes(path + '\0'), 0, WantsChangeTime, found) == 0
                ? unchecked((BinaryPrimitives.ReadInt64LittleEndian(found.AsSpan(Seconds)) * 1_000_000_000) + BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(Nanoseconds)))
                : 0;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library from before 2018.
            return 0;
        }
    }

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] found);
}
