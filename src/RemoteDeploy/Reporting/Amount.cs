using System.Globalization;

namespace RemoteDeploy.Reporting;

/// <summary>Numbers as people read them.</summary>
public static class Amount
{
    private static readonly string[] Units = ["bytes", "kB", "MB", "GB", "TB"];

    /// <summary>Bytes in decimal units with three digits: <c>812 bytes</c>, <c>47.1 MB</c>, <c>105 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        var value = (double)bytes;
        var unit = 0;
        while (value >= 999.5 && unit < Units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return bytes == 1 ? "1 byte" : Digits(unit == 0 ? bytes : value, unit == 0) + " " + Units[unit];
    }

    /// <summary><c>47 of 105 MB</c>, both in the unit of the whole.</summary>
    public static string Part(long done, long total)
    {
        var whole = Bytes(total).Split(' ');
        var scale = Math.Pow(1000, Math.Max(0, Array.IndexOf(Units, whole[1])));
        return string.Create(CultureInfo.InvariantCulture, $"{Digits(done / scale, scale <= 1)} of {whole[0]} {whole[1]}");
    }

    /// <summary>Share in whole per cent; never 100 before the end.</summary>
    public static int Percent(long done, long total) => total <= 0 ? 100 : (int)(Math.Min(done, total) * 100.0 / total);

    /// <summary><c>0.3 s</c>, <c>42 s</c>, <c>3 min 05 s</c>, <c>2 h 07 min</c>.</summary>
    public static string Time(TimeSpan time)
    {
        // To the millisecond first, as it is kept: what is read back is then shown the same.
        var seconds = (double)Math.Round((decimal)Math.Max(0, time.TotalSeconds), 3);
        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return seconds < 9.95 ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
            : whole.TotalMinutes < 1 ? string.Create(CultureInfo.InvariantCulture, $"{whole.Seconds} s")
            : whole.TotalHours < 1 ? string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes} min {whole.Seconds:00} s")
            : string.Create(CultureInfo.InvariantCulture, $"{(int)whole.TotalHours} h {whole.Minutes:00} min");
    }

    /// <summary>A number and its noun: <c>1 host</c>, <c>4 hosts</c>.</summary>
    public static string Of(long number, string noun) => string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {noun}{(number == 1 ? "" : "s")}");

    private static string Digits(double value, bool whole) =>
        value.ToString(whole || value >= 99.95 ? "0" : value >= 9.995 ? "0.#" : "0.##", CultureInfo.InvariantCulture);
}
