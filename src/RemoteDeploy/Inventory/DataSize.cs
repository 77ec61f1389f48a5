using System.Globalization;

namespace RemoteDeploy.Inventory;

/// <summary>Amounts of data as people write them: <c>256MB</c>, <c>1.5GB</c>, <c>512KiB</c>, <c>0B</c>. A number without a unit is refused.</summary>
public static class DataSize
{
    private static readonly (string Unit, long Bytes)[] Units =
        [("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40), ("kB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000), ("B", 1)];

    /// <summary>The most that is read: 1000 TB.</summary>
    public static long Largest { get; } = 1_000_000_000_000_000;

    /// <summary>What is accepted, for people.</summary>
    public static string Accepted => "a size such as 256MB, 1.5GB or 512KiB";

    /// <summary>Reads a size from zero to <see cref="Largest"/>; units are read in any case, kB and MB count by 1000, KiB and MiB by 1024.</summary>
    /// <param name="text">The text; white space around it and before the unit is ignored.</param>
    /// <param name="bytes">The size in bytes; parts of a byte are dropped.</param>
    public static bool TryParse(string? text, out long bytes)
    {
        bytes = 0;
        var trimmed = (text ?? "").Trim();
        var (unit, factor) = Array.Find(Units, candidate => trimmed.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit is null
            || !decimal.TryParse(trimmed[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > Largest / factor)
        {
            return false;
        }

        bytes = (long)(number * factor);
        return true;
    }
}
