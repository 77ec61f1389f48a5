using Microsoft.Win32.SafeHandles;

namespace RemoteDeploy.Compression;

/// <summary>A file that one thread appends to while others read it. It has no name any more where the system allows that, so that nothing of it stays.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly SafeFileHandle handle;

    /// <summary>Makes it in a folder, which is made as well.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public SpoolFile(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, Path.GetRandomFileName());
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
    }

    /// <summary>Bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>Appends.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        RandomAccess.Write(handle, bytes, Length);
        Length += bytes.Length;
    }

    /// <summary>Reads bytes that were appended before.</summary>
    public int Read(Span<byte> buffer, long at) => RandomAccess.Read(handle, buffer, at);

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();
}
