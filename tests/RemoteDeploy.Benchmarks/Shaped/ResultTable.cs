using System.Globalization;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>Prints what a scenario has shown.</summary>
internal static class ResultTable
{
    private const int NameWidth = 46;

    /// <param name="title">What was done.</param>
    /// <param name="limit">Seconds of one compressed copy by the rate; null where that is no measure.</param>
    /// <param name="reference">The row that others are compared with.</param>
    /// <param name="referenceName">What the column says.</param>
    /// <param name="rows">In order.</param>
    public static void Print(string title, double? limit, Row? reference, string referenceName, IReadOnlyList<Row> rows)
    {
        Console.WriteLine();
        Console.WriteLine(title);
        Console.WriteLine($"  {"",-NameWidth} {"seconds",9} {"to limit",9} {"to " + referenceName,9} {"processors",11}");
        foreach (var row in rows)
        {
            Console.WriteLine($"  {row.Name,-NameWidth} {Number(row.Seconds)} {Number(row.Seconds / limit)} {Number(row.Seconds / reference?.Seconds)} {Number(row.Busy),11}  {row.Note}".TrimEnd());
        }
    }

    private static string Number(double? value) => (value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-").PadLeft(9);
}
