using Microsoft.Win32.SafeHandles;

namespace RemoteDeploy.Compression;

/// <summary>A file that one thread appends to while others read it.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private SpoolFile(SafeFileHandle handle, string? path, long length)
    {
        this.handle = handle;
        Path = path;
        Length = length;
    }

    /// <summary>Where it lies; null when it has no name any more.</summary>
    public string? Path { get; }

    /// <summary>Bytes in it.</summary>
    public long Length { get; private set; }

    /// <summary>Makes one in a folder, which is made as well. It has no name any more where the system allows that, so that nothing of it stays.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static SpoolFile Temporary(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = System.IO.Path.Combine(folder, System.IO.Path.GetRandomFileName());
        var opened = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return new SpoolFile(opened, null, 0);
    }

    /// <summary>Makes one that stays.</summary>
    /// <inheritdoc cref="Temporary" path="/exception"/>
    public static SpoolFile Create(string path) =>
        new(File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete), path, 0);

    /// <summary>Opens one that was made before, to read.</summary>
    /// <inheritdoc cref="Temporary" path="/exception"/>
    public static SpoolFile Open(string path)
    {
        var opened = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return new SpoolFile(opened, path, RandomAccess.GetLength(opened));
    }

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
