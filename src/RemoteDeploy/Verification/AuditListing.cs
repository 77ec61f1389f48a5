using System.Globalization;
using System.Text;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Verification;

/// <summary>What a host says is in a folder, with the digests it recomputed. Names that are not valid UTF-8 hold U+FFFD.</summary>
internal sealed record AuditListing
{
    // More than any payload has; a hostile host must not fill our memory.
    private const long MostLines = 8_000_000;
    private const long MostText = 512L << 20;

    /// <summary>Files, by path.</summary>
    public required IReadOnlyDictionary<string, AuditedFile> Files { get; init; }

    /// <summary>Paths of the files in the host's order: the order in which a fetch sends contents.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>Folders and their modes, by path.</summary>
    public required IReadOnlyDictionary<string, int> Folders { get; init; }

    /// <summary>Links and their targets, by path.</summary>
    public required IReadOnlyDictionary<string, string> Links { get; init; }

    /// <summary>Pipes, sockets, devices.</summary>
    public required IReadOnlyList<string> Others { get; init; }

    /// <summary>Folders that the account may not look into: nothing of what they hold is listed.</summary>
    public IReadOnlyList<string> Closed { get; init; } = [];

    /// <summary>Reads the answer of the script's <c>audit</c>; null when its parts do not belong together.</summary>
    /// <param name="reader">The answer.</param>
    /// <param name="hashes">Whether digests were asked for.</param>
    /// <param name="firstLine">The first line, already read.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<AuditListing?> ReadAsync(ReplyReader reader, bool hashes, string firstLine, CancellationToken cancellationToken)
    {
        var source = new Source(reader, firstLine);
        if (await source.NamesAsync("files", cancellationToken) is not { } names)
        {
            return null;
        }

        var stats = await source.TakeAsync(names.Count, cancellationToken);
        var digests = hashes ? await source.TakeAsync(names.Count, cancellationToken) : [];
        var folders = await source.NamesAsync("dirs", cancellationToken);
        var folderStats = await source.TakeAsync(folders?.Count ?? 0, cancellationToken);
        var links = await source.NamesAsync("links", cancellationToken);
        var targets = await source.TakeAsync(links?.Count ?? 0, cancellationToken);
        var others = await source.NamesAsync("others", cancellationToken);
        var closed = await source.NamesAsync("closed", cancellationToken);
        if (folders is null || links is null || others is null || closed is null || source.Broken)
        {
            return null;
        }

        var files = new Dictionary<string, AuditedFile>(names.Count, StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            if (AuditedFile.TryParse(stats[i], hashes ? digests[i] : "-") is not { } file)
            {
                return null;
            }

            files[names[i]] = file;
        }

        return new AuditListing
        {
            Files = files,
            Order = names,
            Folders = ByName(folders, folderStats.Select(stat => AuditedFile.TryParse(stat, "-")?.Mode ?? -1)),
            Links = ByName(links, targets.Select(Flip)),
            Others = others,
            Closed = closed,
        };
    }

    // Names that are not valid UTF-8 may look the same here: one of them stands for all, and none is ever asked for.
    private static Dictionary<string, T> ByName<T>(List<string> names, IEnumerable<T> values)
    {
        var byName = new Dictionary<string, T>(names.Count, StringComparer.Ordinal);
        foreach (var (name, value) in names.Zip(values))
        {
            byName[name] = value;
        }

        return byName;
    }

    // The script exchanges newline and NUL, so that a name is always one line.
    private static string Flip(string text) => text.Replace('\0', '\n');

    private sealed class Source(ReplyReader reader, string firstLine)
    {
        private string? pending = firstLine;
        private long entries;
        private long length;

        public bool Broken { get; private set; }

        public async Task<List<string>?> NamesAsync(string section, CancellationToken cancellationToken)
        {
            var line = await NextAsync(cancellationToken);
            if (line is null || !line.StartsWith(section + " ", StringComparison.Ordinal)
                || !int.TryParse(line.AsSpan(section.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                Broken = true;
                return null;
            }

            var lines = await TakeAsync(count, cancellationToken);
            return [.. lines.Select(name => Flip(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name))];
        }

        public async Task<List<string>> TakeAsync(int count, CancellationToken cancellationToken)
        {
            if ((entries += count) > MostLines)
            {
                throw new InvalidDataException($"a listing has more than {MostLines} lines");
            }

            var lines = new List<string>(Math.Min(count, 10_000));
            for (var i = 0; i < count && !Broken; i++)
            {
                if (await NextAsync(cancellationToken) is { } line)
                {
                    if ((length += line.Length) > MostText)
                    {
                        throw new InvalidDataException($"a listing has more than {MostText >> 20} MiB of text");
                    }

                    lines.Add(line);
                }
                else
                {
                    Broken = true;
                }
            }

            return lines;
        }

        private async Task<string?> NextAsync(CancellationToken cancellationToken)
        {
            if (pending is { } line)
            {
                pending = null;
                return line;
            }

            return await reader.LineAsync(cancellationToken) is { } bytes ? Encoding.UTF8.GetString(bytes.Span) : null;
        }
    }
}
