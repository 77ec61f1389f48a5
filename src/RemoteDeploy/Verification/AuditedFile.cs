using System.Globalization;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Verification;

/// <summary>One file as the host sees it.</summary>
/// <param name="Mode">Permission bits.</param>
/// <param name="Size">Length in bytes.</param>
/// <param name="Modified">Seconds since 1970, UTC.</param>
/// <param name="Digest">Digest that the host recomputed; null when the file cannot be read there or none was asked for.</param>
internal sealed record AuditedFile(int Mode, long Size, long Modified, ContentDigest? Digest)
{
    /// <summary>
    /// True when the host did not read it and says that it is a copy, made by this run, of a file that it knows by its record. Counts
    /// for nothing unless this side ordered that very copy.
    /// </summary>
    public bool IsKnownCopy { get; private init; }

    /// <summary>Reads <c>MODE SIZE MTIME</c>, the time with or without a fraction, and a digest, <c>=</c> for a known copy, or <c>-</c>.</summary>
    public static AuditedFile? TryParse(string stat, string digest)
    {
        var fields = stat.Split(' ');
        if (fields.Length != 3 || fields[0].Length is 0 or > 6 || !fields[0].All(digit => digit is >= '0' and <= '7')
            || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !long.TryParse(WholeSeconds(fields[2]), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var modified))
        {
            return null;
        }

        var unread = new AuditedFile(Convert.ToInt32(fields[0], 8), size, modified, null);
        return digest switch
        {
            "-" => unread,
            "=" => unread with { IsKnownCopy = true },
            _ => ContentDigest.TryParse(digest, out var value) ? unread with { Digest = value } : null,
        };
    }

    private static ReadOnlySpan<char> WholeSeconds(string time) => time.IndexOf('.', StringComparison.Ordinal) is > 0 and var point ? time.AsSpan(0, point) : time;
}
