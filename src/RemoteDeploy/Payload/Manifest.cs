using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace RemoteDeploy.Payload;

/// <summary>
/// The files to ship: paths, sizes, modes, digests. Two payloads with the same manifest digest are the same release;
/// modification times are kept but are no part of it, so that a rebuild with the same bytes is the same release.
/// </summary>
public sealed class Manifest
{
    private const string Format = "remotedeploy-manifest 1";
    private readonly Lazy<string> identity;

    /// <summary>Takes entries and sorts them by path, byte for byte.</summary>
    public Manifest(DigestAlgorithm algorithm, IEnumerable<ManifestEntry> entries)
    {
        Algorithm = algorithm;
        Entries = [.. entries.OrderBy(entry => entry.Path, StringComparer.Ordinal)];
        identity = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(withTimes: false)))));
    }

    /// <summary>The algorithm of all digests in it.</summary>
    public DigestAlgorithm Algorithm { get; }

    /// <summary>All entries, by path.</summary>
    public IReadOnlyList<ManifestEntry> Entries { get; }

    /// <summary>The files among the entries.</summary>
    public IEnumerable<ManifestEntry> Files => Entries.Where(entry => entry.Kind == EntryKind.File);

    /// <summary>Number of files.</summary>
    public int FileCount => Files.Count();

    /// <summary>Bytes of all files.</summary>
    public long Bytes => Files.Sum(entry => entry.Size);

    /// <summary>The manifest digest: SHA-256, hexadecimal, over everything but times.</summary>
    public string Digest => identity.Value;

    /// <summary>Digest of <see cref="ToString"/>, times and all, by <see cref="Algorithm"/>.</summary>
    internal ContentDigest TextDigest => new(CryptographicOperations.HashData(FileHasher.NameOf(Algorithm), Encoding.UTF8.GetBytes(ToString())));

    /// <summary>The text form that is kept beside a release.</summary>
    public override string ToString() => Write(withTimes: true);

    /// <summary>Reads the text form. False when it is not whole, not in this form, or names a path twice.</summary>
    public static bool TryParse(string text, out Manifest? manifest)
    {
        manifest = null;
        var lines = text.Split('\n');
        if (lines.Length < 2 || lines[^1].Length > 0)
        {
            return false;
        }

        DigestAlgorithm algorithm;
        switch (lines[0])
        {
            case $"{Format} md5": algorithm = DigestAlgorithm.Md5; break;
            case $"{Format} sha256": algorithm = DigestAlgorithm.Sha256; break;
            default: return false;
        }

        var entries = new List<ManifestEntry>(lines.Length);
        var paths = new HashSet<string>(lines.Length, StringComparer.Ordinal);
        for (var i = 1; i < lines.Length - 1; i++)
        {
            if (!TryParseEntry(lines[i], out var entry) || !paths.Add(entry!.Path))
            {
                return false;
            }

            entries.Add(entry);
        }

        manifest = new Manifest(algorithm, entries);
        return true;
    }

    /// <summary>Reads one line of the text form.</summary>
    internal static bool TryParseEntry(string line, out ManifestEntry? entry)
    {
        entry = null;
        var fields = line.Split(' ');
        if (fields.Length != 6 || !TryOctal(fields[1], out var mode)
            || !long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !long.TryParse(fields[3], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var modified))
        {
            return false;
        }

        var path = Uri.UnescapeDataString(fields[5]);
        var digest = default(ContentDigest);
        switch (fields[0])
        {
            case "d": entry = new(EntryKind.Folder, path, mode) { Modified = modified }; return true;
            case "l": entry = new(EntryKind.Link, path, mode) { Target = Uri.UnescapeDataString(fields[4]) }; return true;
            case "f" when ContentDigest.TryParse(fields[4], out digest):
                entry = new(EntryKind.File, path, mode) { Size = size, Modified = modified, Digest = digest };
                return true;
            default: return false;
        }
    }

    private static bool TryOctal(string text, out int mode)
    {
        mode = 0;
        if (text.Length is 0 or > 5 || !text.All(digit => digit is >= '0' and <= '7'))
        {
            return false;
        }

        mode = Convert.ToInt32(text, 8);
        return true;
    }

    private string Write(bool withTimes)
    {
        var text = new StringBuilder(Entries.Count * 96);
        text.Append(Format).Append(Algorithm == DigestAlgorithm.Md5 ? " md5\n" : " sha256\n");
        foreach (var entry in Entries)
        {
            var (kind, fifth) = entry.Kind switch
            {
                EntryKind.Folder => ('d', "-"),
                EntryKind.Link => ('l', Uri.EscapeDataString(entry.Target!)),
                _ => ('f', entry.Digest.ToString()),
            };
            var modified = withTimes ? entry.Modified : 0;
            text.Append(CultureInfo.InvariantCulture, $"{kind} {Convert.ToString(entry.Mode, 8)} {entry.Size} {modified} {fifth} {Uri.EscapeDataString(entry.Path)}\n");
        }

        return text.ToString();
    }
}
