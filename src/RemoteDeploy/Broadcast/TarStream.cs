using System.Formats.Tar;
using RemoteDeploy.Compression;
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

    /// <summary>
    /// Writes the given files and all links and folders of the manifest, from a thread of its own: reading and writing block in
    /// turn, and hopping between threads for each piece costs more than the copy itself.
    /// </summary>
    /// <param name="to">Where to.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="files">The files among its entries that are to be sent.</param>
    /// <param name="onBytes">Called with the number of content bytes that were written.</param>
    /// <param name="compressor">Has the compressed contents; null for a stream that is not compressed.</param>
    /// <param name="cancellationToken">Ends the wait at once; a write that blocks ends with what reads it.</param>
    public static Task WriteAsync(
        Stream to, PayloadSnapshot payload, IReadOnlyList<ManifestEntry> files, Action<long> onBytes, PayloadCompressor? compressor, CancellationToken cancellationToken)
    {
        void Sent(long bytes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            onBytes(bytes);
        }

        void Run()
        {
            if (compressor is null)
            {
                var plain = new CountingStream(new GatheringStream(to));
                Write(plain, payload, files, entry => Content(payload, entry, Sent));
                return;
            }

            compressor.Announce(files);
            var frames = new FramedStream(to, compressor.Encoding);
            var counted = new CountingStream(frames);
            Write(counted, payload, files, entry => compressor.Find(entry) is { } content && content.WaitForBegin(cancellationToken)
                ? new CompressedSource(content, frames, counted, Sent, cancellationToken)
                : Content(payload, entry, Sent));
        }

        return Task.Factory.StartNew(Run, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(cancellationToken);
    }

    private static ExactStream Content(PayloadSnapshot payload, ManifestEntry entry, Action<long> onBytes) => new(Open(payload.PathOf(entry)), entry.Size, onBytes);

    private static void Write(CountingStream counted, PayloadSnapshot payload, IReadOnlyList<ManifestEntry> files, Func<ManifestEntry, Stream> contentOf)
    {
        using (var writer = new TarWriter(counted, TarEntryFormat.Gnu, leaveOpen: true))
        {
            foreach (var entry in files)
            {
                using var content = contentOf(entry);
                var tarEntry = (GnuTarEntry)Describe(new GnuTarEntry(TarEntryType.RegularFile, Name(entry)), entry);
                tarEntry.DataStream = content;
                writer.WriteEntry(tarEntry);
            }

            foreach (var entry in payload.Manifest.Entries.Where(entry => entry.Kind == EntryKind.Link))
            {
                writer.WriteEntry(new GnuTarEntry(TarEntryType.SymbolicLink, Name(entry)) { LinkName = entry.Target!, ModificationTime = DateTimeOffset.UnixEpoch, Mode = (UnixFileMode)511 });
            }

            // Innermost first: setting the time of an outer folder must come after everything inside it.
            foreach (var entry in payload.Manifest.Entries.Where(entry => entry.Kind == EntryKind.Folder).OrderByDescending(Depth))
            {
                writer.WriteEntry(Describe(new GnuTarEntry(TarEntryType.Directory, Name(entry) + "/"), entry));
            }
        }

        var rest = (int)(counted.Count % Record);
        if (rest > 0)
        {
            counted.Write(new byte[Record - rest]);
        }

        counted.Flush();
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
