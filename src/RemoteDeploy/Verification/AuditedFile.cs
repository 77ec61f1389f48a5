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
    /// <summary>Reads <c>MODE SIZE MTIME</c> and a digest or <c>-</c>.</summary>
    public static AuditedFile? TryParse(string stat, string digest)
    {
        var fields = stat.Split(' ');
        if (fields.Length != 3 || fields[0].Length is 0 or > 6 || !fields[0].All(digit => digit is >= '0' and <= '7')
            || !long.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            || !long.TryParse(fields[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var modified))
        {
            return null;
        }

        if (digest == "-")
        {
            return new AuditedFile(Convert.ToInt32(fields[0], 8), size, modified, null);
        }

        return ContentDigest.TryParse(digest, out var value) ? new AuditedFile(Convert.ToInt32(fields[0], 8), size, modified, value) : null;
    }
}
