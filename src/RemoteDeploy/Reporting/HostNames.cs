using System.Globalization;

namespace RemoteDeploy.Reporting;

/// <summary>Many host names in few characters, written as the selector that picks them: <c>lab[01-12],web3</c>.</summary>
public static class HostNames
{
    /// <summary>The names, runs of numbers joined.</summary>
    public static string Short(IReadOnlyList<string> names)
    {
        var parts = new List<string>();
        for (var i = 0; i < names.Count;)
        {
            var length = RunLength(names, i);
            parts.Add(length < 3 ? names[i] : Range(names[i], names[i + length - 1]));
            i += length < 3 ? 1 : length;
        }

        return string.Join(',', parts);
    }

    private static int RunLength(IReadOnlyList<string> names, int start)
    {
        var length = 1;
        while (start + length < names.Count && Follows(names[start + length - 1], names[start + length]))
        {
            length++;
        }

        return length;
    }

    private static bool Follows(string name, string next)
    {
        var (stem, digits) = Split(name);
        var (nextStem, nextDigits) = Split(next);
        return stem == nextStem && digits.Length == nextDigits.Length && digits.Length is > 0 and < 10
            && int.Parse(nextDigits, CultureInfo.InvariantCulture) == int.Parse(digits, CultureInfo.InvariantCulture) + 1;
    }

    private static string Range(string first, string last)
    {
        var (stem, digits) = Split(first);
        return $"{stem}[{digits}-{Split(last).Digits}]";
    }

    private static (string Stem, string Digits) Split(string name)
    {
        var stem = name.TrimEnd("0123456789".ToCharArray());

        // Numbers of addresses and ports are not counters: 10.0.0.1 to 10.0.0.3 reads better whole.
        return stem.Length == 0 || stem[^1] is '.' or ':' ? (name, "") : (stem, name[stem.Length..]);
    }
}
