using System.Globalization;

namespace RemoteDeploy.Inventory;

/// <summary>Reads how fast a link is: <c>50Mbit</c>, <c>1.5Gbit</c>, <c>800kbit</c>.</summary>
public static class LinkRate
{
    private static readonly (string Unit, double Bits)[] Units = [("kbit", 1e3), ("mbit", 1e6), ("gbit", 1e9)];

    /// <summary>What is accepted, for people.</summary>
    public static string Accepted => "a rate such as 100kbit or 2Mbit";

    /// <summary>Reads a rate above zero.</summary>
    /// <param name="text">Number and unit, per second.</param>
    /// <param name="bytesPerSecond">The rate in bytes per second.</param>
    public static bool TryParse(string? text, out double bytesPerSecond)
    {
        bytesPerSecond = 0;
        var trimmed = (text ?? "").Trim();
        var (unit, bits) = Array.Find(Units, candidate => trimmed.EndsWith(candidate.Unit, StringComparison.OrdinalIgnoreCase));
        if (unit is null
            || !double.TryParse(trimmed[..^unit.Length].TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number <= 0 || !double.IsFinite(number * bits))
        {
            return false;
        }

        bytesPerSecond = number * bits / 8;
        return true;
    }
}
