using System.Globalization;
using System.Text;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Broadcast;

/// <summary>What a payload can take from a release that the host keeps: the same path with the same digest.</summary>
/// <param name="From">Folder of that release on the host.</param>
/// <param name="Files">The files to take.</param>
/// <param name="Corrections">Mode and time changes for those files.</param>
internal sealed record Reuse(string From, IReadOnlyList<ManifestEntry> Files, string Corrections)
{
    /// <summary>Nothing to take.</summary>
    public static Reuse None { get; } = new("", [], "");

    /// <summary>Compares the payload with an earlier manifest.</summary>
    /// <param name="payload">The payload's manifest.</param>
    /// <param name="earlier">Manifest of the earlier release.</param>
    /// <param name="from">Its folder.</param>
    /// <param name="damaged">Paths that are known to be wrong there.</param>
    public static Reuse Of(Manifest payload, Manifest earlier, string from, IReadOnlySet<string> damaged)
    {
        if (payload.Algorithm != earlier.Algorithm)
        {
            return None;
        }

        var there = earlier.Files.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var corrections = new StringBuilder();
        var files = new List<ManifestEntry>();
        foreach (var entry in payload.Files)
        {
            if (!IsTame(entry.Path) || damaged.Contains(entry.Path)
                || !there.TryGetValue(entry.Path, out var old) || old.Digest != entry.Digest || old.Size != entry.Size)
            {
                continue;
            }

            files.Add(entry);
            if (old.Mode != entry.Mode)
            {
                corrections.Append(CultureInfo.InvariantCulture, $"M {Convert.ToString(entry.Mode, 8)} ./{entry.Path}\n");
            }

            if (old.Modified != entry.Modified)
            {
                corrections.Append(CultureInfo.InvariantCulture, $"T {DateTimeOffset.FromUnixTimeSeconds(entry.Modified):yyyyMMddHHmm.ss} ./{entry.Path}\n");
            }
        }

        return new Reuse(from, files, corrections.ToString());
    }

    /// <summary>The list that the script's <c>prepare</c> reads.</summary>
    public string ToList()
    {
        var list = new StringBuilder(Corrections);
        foreach (var entry in Files)
        {
            list.Append("C ./").Append(entry.Path).Append('\n');
        }

        return list.ToString();
    }

    // The list is read by lines, and some tars take a backslash in it for an escape. Such files are sent instead.
    private static bool IsTame(string path) => !path.Any(character => character is '\\' || char.IsControl(character));
}
