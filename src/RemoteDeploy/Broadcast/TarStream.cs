using System.Formats.Tar;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Broadcast;

/// <summary>
/// Writes what a host misses as one tar stream: files first, links and folders after them, so that read-only folders and their
/// times are set when nothing is put into them any more. GNU format: every tar reads its long names.
/// </summary>
internal static class TarStream
{
    // tar reads whole records of 20 blocks: an archive that ends on one is never waited for.
    private const int Record = 20 * 512;

    /// <summary>Writes the given files and all links and folders of the manifest.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="files">The files among its entries that are to be sent.</param>
    /// <param name="onBytes">Called with the number of content bytes that were written.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task WriteAsync(Stream to, PayloadSnapshot payload, IReadOnlyList<ManifestEntry> files, Action<long> onBytes, CancellationToken cancellationToken)
    {
        var counted = new CountingStream(new BufferedStream(to, 256 * 1024));
        await using (var writer = new TarWriter(counted, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var entry in files)
            {
                await WriteFileAsync(writer, payload.PathOf(entry), entry, onBytes, cancellationToken);
            }

            foreach (var entry in payload.Manifest.Entries.Where(entry => entry.Kind == EntryKind.Link))
            {
                await writer.WriteEntryAsync(new GnuTarEntry(TarEntryType.SymbolicLink, Name(entry)) { LinkName = entry.Target!, ModificationTime = DateTimeOffset.UnixEpoch, Mode = (UnixFileMode)511 }, cancellationToken);
            }

            // Innermost first: setting the time of an outer folder must come after everything inside it.
            foreach (var entry in payload.Manifest.Entries.Where(entry => entry.Kind == EntryKind.Folder).OrderByDescending(Depth))
            {
                await writer.WriteEntryAsync(Describe(new GnuTarEntry(TarEntryType.Directory, Name(entry) + "/"), entry), cancellationToken);
            }
        }

        var rest = (int)(counted.Count % Record);
        if (rest > 0)
        {
            await counted.WriteAsync(new byte[Record - rest], cancellationToken);
        }

        await counted.FlushAsync(cancellationToken);
    }

    private static async Task WriteFileAsync(TarWriter writer, string path, ManifestEntry entry, Action<long> onBytes, CancellationToken cancellationToken)
    {
        await using var content = new ExactStream(Open(path), entry.Size, onBytes);
        var tarEntry = (GnuTarEntry)Describe(new GnuTarEntry(TarEntryType.RegularFile, Name(entry)), entry);
        tarEntry.DataStream = content;
        await writer.WriteEntryAsync(tarEntry, cancellationToken);
    }

    // A file that vanished after it was hashed is sent as zeros: the stream stays whole and verification finds it.
    private static Stream Open(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Stream.Null;
        }
    }

    private static TarEntry Describe(GnuTarEntry tarEntry, ManifestEntry entry)
    {
        tarEntry.Mode = (UnixFileMode)entry.Mode;
        tarEntry.ModificationTime = DateTimeOffset.FromUnixTimeSeconds(entry.Modified);
        tarEntry.Uid = 0;
        tarEntry.Gid = 0;
        return tarEntry;
    }

    private static int Depth(ManifestEntry entry) => entry.Path == "." ? -1 : entry.Path.Count(character => character == '/');

    private static string Name(ManifestEntry entry) => entry.Path == "." ? "." : "./" + entry.Path;
}
