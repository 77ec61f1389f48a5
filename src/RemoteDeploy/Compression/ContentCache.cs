using System.Collections.Concurrent;
using System.Globalization;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Compression;

/// <summary>
/// Compressed contents of earlier runs on this machine's disk, found by digest. Nothing rests on it: what is in it is checked by
/// the digests of the hosts like everything else, and what goes wrong with it only means that contents are compressed anew.
/// </summary>
/// <param name="folder">Its folder; made when needed, for this user alone.</param>
/// <param name="limit">Most bytes that stay; whatever was used longest ago goes first.</param>
/// <param name="time">Clock.</param>
internal sealed class ContentCache(string folder, long limit, TimeProvider time) : IDisposable
{
    private const string Format = "remotedeploy-cache 1";
    private const string IndexSuffix = ".index";
    private const string SpoolSuffix = ".spool";

    // A spool without an index is being made, or its run has died.
    private static readonly TimeSpan LongestRun = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, SpoolFile> opened = new(StringComparer.Ordinal);
    private readonly Lazy<Dictionary<ContentDigest, Place>> places = new(() => ReadAll(folder));

    /// <summary>A content that was compressed before; null when there is none.</summary>
    public CompressedContent? Find(ManifestEntry entry)
    {
        if (!places.Value.TryGetValue(entry.Digest, out var place) || place.Size != entry.Size)
        {
            return null;
        }

        try
        {
            var spool = opened.GetOrAdd(place.Spool, SpoolFile.Open);
            return place.Start + place.Length <= spool.Length ? CompressedContent.Made(entry.Size, spool, place.Start, place.Length) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>A spool for contents that are to be kept; null where none can be made, as with a home folder that may not be written.</summary>
    public SpoolFile? NewSpool()
    {
        SpoolFile? made = null;
        Quietly(() =>
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            made = SpoolFile.Create(Path.Combine(folder, Path.GetRandomFileName() + SpoolSuffix));
        });
        return made;
    }

    /// <summary>Makes what lies in a spool known to later runs.</summary>
    public static void Keep(SpoolFile spool, IEnumerable<KeyValuePair<ContentDigest, CompressedContent>> contents)
    {
        var lines = contents
            .Select(content => (content.Key, content.Value.Size, Place: content.Value.PlaceIn(spool)))
            .Where(content => content.Place is not null)
            .Select(content => string.Create(CultureInfo.InvariantCulture, $"{content.Key} {content.Size} {content.Place!.Value.Start} {content.Place.Value.Length}"))
            .ToList();
        Quietly(() =>
        {
            var index = Path.ChangeExtension(spool.Path!, IndexSuffix);
            File.WriteAllLines(index + ".part", [Format, .. lines]);
            File.Move(index + ".part", index);
        });
    }

    /// <summary>Removes a spool that is not to be kept.</summary>
    public static void Drop(SpoolFile spool) => Quietly(() => File.Delete(spool.Path!));

    /// <summary>Closes it: what was used is marked as used, or goes when it is not to be trusted, and what is too much goes.</summary>
    public void Close(bool isTrusted)
    {
        foreach (var (path, spool) in opened)
        {
            spool.Dispose();
            Quietly(() => File.SetLastWriteTimeUtc(Path.ChangeExtension(path, IndexSuffix), isTrusted ? time.GetUtcNow().UtcDateTime : DateTime.UnixEpoch));
        }

        opened.Clear();
        Quietly(Trim);
    }

    /// <inheritdoc/>
    public void Dispose() => Close(isTrusted: true);

    private static Dictionary<ContentDigest, Place> ReadAll(string folder)
    {
        var found = new Dictionary<ContentDigest, Place>();
        Quietly(() =>
        {
            foreach (var index in Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + IndexSuffix) : [])
            {
                Quietly(() => Read(index, found));
            }
        });
        return found;
    }

    private static void Read(string index, Dictionary<ContentDigest, Place> into)
    {
        var lines = File.ReadAllLines(index);
        if (lines.Length == 0 || lines[0] != Format || File.GetLastWriteTimeUtc(index) <= DateTime.UnixEpoch)
        {
            return;
        }

        foreach (var line in lines.Skip(1))
        {
            if (line.Split(' ') is [var hex, var size, var start, var length] && ContentDigest.TryParse(hex, out var digest)
                && Number(size) is { } sizes && Number(start) is { } from && Number(length) is { } bytes)
            {
                into[digest] = new Place(Path.ChangeExtension(index, SpoolSuffix), sizes, from, bytes);
            }
        }
    }

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static void Quietly(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The cache only saves work.
        }
    }

    private void Trim()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var now = time.GetUtcNow().UtcDateTime;
        long kept = 0;
        foreach (var spool in new DirectoryInfo(folder).GetFiles("*" + SpoolSuffix).Select(file => (File: file, Index: new FileInfo(Path.ChangeExtension(file.FullName, IndexSuffix)))).OrderByDescending(pair => pair.Index.LastWriteTimeUtc))
        {
            if (!spool.Index.Exists)
            {
                if (now - spool.File.LastWriteTimeUtc > LongestRun)
                {
                    spool.File.Delete();
                }

                continue;
            }

            kept += spool.File.Length;
            if (kept > limit || spool.Index.LastWriteTimeUtc <= DateTime.UnixEpoch)
            {
                spool.Index.Delete();
                spool.File.Delete();
            }
        }
    }

    private readonly record struct Place(string Spool, long Size, long Start, long Length);
}
