using System.Collections.Concurrent;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Compression;

/// <summary>
/// Compresses what hosts miss, each content once however many hosts miss it, ahead of the streams that carry it. What is made
/// lies in spools on disk, so that a slow host neither holds up a fast one nor fills the memory.
/// </summary>
internal sealed class PayloadCompressor : IDisposable
{
    /// <summary>Contents below this are sent as they are: a frame of their own would gain nothing.</summary>
    public const long SmallestContent = 256;

    private const long BatchBytes = 24 << 20;
    private const int BatchFiles = 128;
    private static readonly int Workers = Math.Clamp(Environment.ProcessorCount, 1, 4);
    private readonly IContentEncoding encoding;
    private readonly PayloadSnapshot payload;
    private readonly string folder;
    private readonly ConcurrentDictionary<ContentDigest, CompressedContent> contents = new();
    private readonly ConcurrentQueue<(string Path, CompressedContent Content)> queue = new();
    private readonly ConcurrentBag<SpoolFile> spools = [];
    private readonly CancellationTokenSource stop = new();
    private readonly Lock gate = new();
    private readonly ContentCache? cache;
    private volatile bool isDistrusted;
    private int effort = 1;
    private int running;

    /// <param name="encoding">How.</param>
    /// <param name="payload">What is sent.</param>
    /// <param name="folder">Folder for spools of this run alone; made when needed.</param>
    /// <param name="cache">Contents of earlier runs, and where this run's are kept; null for neither. It is closed with this.</param>
    public PayloadCompressor(IContentEncoding encoding, PayloadSnapshot payload, string folder, ContentCache? cache)
    {
        this.cache = cache;
        this.encoding = encoding;
        this.payload = payload;
        this.folder = folder;
    }

    /// <summary>How contents are compressed.</summary>
    public IContentEncoding Encoding => encoding;

    /// <summary>Spends as much time on compressing as the way to the hosts leaves; to be said before anything is announced.</summary>
    /// <param name="rate">Bytes per second on the way; null when that is not known.</param>
    /// <returns>False when the way is so fast that compressing would only cost time.</returns>
    public bool Suit(double? rate)
    {
        lock (gate)
        {
            effort = rate switch
            {
                < 3e6 => 9,
                < 8e6 => 6,
                < 50e6 => 3,
                _ => 1,
            };
        }

        return rate is null || rate < encoding.FastLink;
    }

    /// <summary>Tells which files a stream will carry, in its order. Work on those that nobody has asked for yet begins.</summary>
    public void Announce(IEnumerable<ManifestEntry> files)
    {
        lock (gate)
        {
            foreach (var entry in files.Where(IsCompressed))
            {
                if (contents.ContainsKey(entry.Digest))
                {
                    continue;
                }

                var made = cache?.Find(entry);
                var content = made ?? new CompressedContent(entry.Size);
                if (contents.TryAdd(entry.Digest, content) && made is null)
                {
                    queue.Enqueue((payload.PathOf(entry), content));
                }
            }

            // What is chosen for a slow link leaves that link busy with one program alone.
            for (; running < (effort > 1 ? 1 : Workers) && !queue.IsEmpty; running++)
            {
                new Thread(Work) { IsBackground = true, Name = "compressor" }.Start();
            }
        }
    }

    /// <summary>The compressed content of an announced file; null when it goes as it is.</summary>
    public CompressedContent? Find(ManifestEntry entry) => IsCompressed(entry) ? contents.GetValueOrDefault(entry.Digest) : null;

    /// <summary>Something that came of this was not what it should be: nothing of it is kept for later runs.</summary>
    public void Distrust() => isDistrusted = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        stop.Cancel();
        while (queue.TryDequeue(out var left))
        {
            left.Content.Fail();
        }

        // The last worker closes the spools.
        lock (gate)
        {
            CloseWhenIdle();
        }
    }

    private static bool IsCompressed(ManifestEntry entry) => entry.Size >= SmallestContent;

    private void Work()
    {
        SpoolFile? spool = null;
        while (NextBatch() is { Count: > 0 } batch)
        {
            try
            {
                if (spool is null)
                {
                    spool = cache?.NewSpool() ?? SpoolFile.Temporary(folder);
                    spools.Add(spool);
                }

                encoding.Compress(batch, effort, spool, stop.Token);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                batch.ForEach(file => file.Content.Fail());
            }
        }
    }

    private List<(string Path, CompressedContent Content)> NextBatch()
    {
        var batch = new List<(string Path, CompressedContent Content)>();
        long bytes = 0;
        lock (gate)
        {
            while (bytes < BatchBytes && batch.Count < BatchFiles && queue.TryDequeue(out var next))
            {
                batch.Add(next);
                bytes += next.Content.Size;
            }

            if (batch.Count == 0)
            {
                running--;
                CloseWhenIdle();
            }
        }

        return batch;
    }

    private void CloseWhenIdle()
    {
        if (stop.IsCancellationRequested && running == 0)
        {
            while (spools.TryTake(out var spool))
            {
                if (!isDistrusted && spool.Path is not null)
                {
                    ContentCache.Keep(spool, contents);
                }

                spool.Dispose();
                if (isDistrusted && spool.Path is not null)
                {
                    ContentCache.Drop(spool);
                }
            }

            cache?.Close(!isDistrusted);
            RemoveFolder();
        }
    }

    // Spools in it have no names. One that another encoding still uses stays.
    private void RemoveFolder()
    {
        try
        {
            Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It was never made, or is in use: an empty folder is all that may stay.
        }
    }
}
