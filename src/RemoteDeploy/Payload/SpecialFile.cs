using System.Formats.Tar;

namespace RemoteDeploy.Payload;

/// <summary>Tells regular files from pipes, sockets and devices, which all look like empty files and must never be opened.</summary>
internal static class SpecialFile
{
    /// <summary>True for a regular file. Asks the tar writer, which looks at the kind without opening pipes.</summary>
    public static bool IsRegular(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return true;
        }

        using var archive = new MemoryStream();
        try
        {
            using (var writer = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
            {
                writer.WriteEntry(path, "x");
            }

            archive.Position = 0;
            using var reader = new TarReader(archive);
            return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
        }
        catch (IOException)
        {
            // Sockets cannot be put into an archive.
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            // A regular file without read permission: reading it fails later with its own fault.
            return true;
        }
    }
}
