using System.Globalization;
using System.Runtime.InteropServices;

namespace RemoteDeploy.Inventory.Selection;

/// <summary>Consecutive numbers of a range: <c>01-40</c>, or one number. The first one's leading zeros give all their width.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NumberSpan(int Low, int High, int Width)
{
    /// <summary>Longer numbers are no numbers of hosts, and would not fit an <see cref="int"/>.</summary>
    internal const int MostDigits = 9;

    internal long Count => (long)High - Low + 1;

    internal static int WidthOf(string digits) => digits.Length > 1 && digits[0] == '0' ? digits.Length : 1;

    internal string Format(int number) => number.ToString(CultureInfo.InvariantCulture).PadLeft(Width, '0');

    internal IEnumerable<string> Expand()
    {
        for (var number = Low; number <= High; number++)
        {
            yield return Format(number);
        }
    }

    internal bool Contains(ReadOnlySpan<char> digits) =>
        digits.Length is > 0 and <= MostDigits
        && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number >= Low && number <= High
        && digits.SequenceEqual(Format(number));

    public override string ToString() => Low == High ? Format(Low) : $"{Format(Low)}-{Format(High)}";
}
