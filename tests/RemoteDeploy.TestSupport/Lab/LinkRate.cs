using System.Globalization;

namespace RemoteDeploy.TestSupport.Lab;

/// <summary>Rates as tc writes them, as far as labs use them: a whole number and <c>kbit</c>, <c>mbit</c> or <c>gbit</c>.</summary>
public static class LinkRate
{
    private static readonly (string Unit, long Factor)[] Units = [("kbit", 1_000), ("mbit", 1_000_000), ("gbit", 1_000_000_000)];

    /// <summary>Bits a second.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static long Parse(string text) => TryParse(text, out var bits)
        ? bits
        : throw new FormatException($"'{text}' is no rate: write a whole number and kbit, mbit or gbit, such as 50mbit.");

    /// <summary>True, and bits a second, when it is a rate.</summary>
    public static bool TryParse(string text, out long bits)
    {
        bits = 0;
        foreach (var (unit, factor) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && int.TryParse(text[..^unit.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                bits = number * factor;
            }
        }

        return bits > 0;
    }
}
