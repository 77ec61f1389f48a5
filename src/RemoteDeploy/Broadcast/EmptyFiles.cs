using System.Formats.Tar;
using System.IO.Compression;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Broadcast;

/// <summary>
/// Empty files with the times that copies on a host are to get, as one compressed tar stream: a host that unpacks it lends these times
/// to its copies with one program, where setting each by itself takes a program for each time.
/// </summary>
internal static class EmptyFiles
{
    // So few times are set faster one by one.
    private const int FewTimes = 12;

    /// <summary>The stream; nothing for few different times.</summary>
    public static byte[] Of(IReadOnlyCollection<ManifestEntry> files)
    {
        if (files.DistinctBy(entry => entry.Modified).Count() <= FewTimes)
        {
            return [];
        }

        using var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var writer = new TarWriter(packed, TarEntryFormat.Gnu))
        {
            foreach (var entry in files)
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.RegularFile, "./" + entry.Path) { ModificationTime = DateTimeOffset.FromUnixTimeSeconds(entry.Modified) });
            }
        }

        return stream.ToArray();
    }
}
