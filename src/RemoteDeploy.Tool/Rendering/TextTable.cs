namespace RemoteDeploy.Tool.Rendering;

/// <summary>A piece of a row.</summary>
/// <param name="Text">Safe to print.</param>
/// <param name="Tone">Its meaning.</param>
/// <param name="Right">True to align it to the right.</param>
internal readonly record struct Cell(string Text, Tone Tone = Tone.Plain, bool Right = false);

/// <summary>Rows with aligned columns.</summary>
internal static class TextTable
{
    private const string Gap = "  ";

    /// <summary>The rows as lines, without blanks at their ends.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<IReadOnlyList<Cell>> rows, Ink ink)
    {
        var columns = rows.Count == 0 ? 0 : rows.Max(row => row.Count);
        var widths = Enumerable.Range(0, columns)
            .Select(column => rows.Max(row => column < row.Count ? Columns.Width(row[column].Text) : 0))
            .ToArray();
        return rows.Select(row => Line(row, widths, ink));
    }

    /// <summary>The rows under a row of titles; columns in which no row has anything are left out.</summary>
    public static IEnumerable<string> Lines(IReadOnlyList<string> titles, IReadOnlyList<IReadOnlyList<Cell>> rows, Ink ink)
    {
        var used = Enumerable.Range(0, titles.Count).Where(column => column == 0 || rows.Any(row => row[column].Text.Length > 0)).ToArray();
        Cell Title(int column) => new(titles[column], Tone.Faint, rows.Count > 0 && rows[0][column].Right);
        return Lines([[.. used.Select(Title)], .. rows.Select(row => used.Select(column => row[column]).ToArray())], ink);
    }

    private static string Line(IReadOnlyList<Cell> row, int[] widths, Ink ink)
    {
        var last = row.Count;
        while (last > 0 && row[last - 1].Text.Length == 0)
        {
            last--;
        }

        var cells = row.Take(last).Select((cell, column) =>
        {
            var blanks = new string(' ', Math.Max(0, widths[column] - Columns.Width(cell.Text)));
            var painted = ink.Paint(cell.Text, cell.Tone);
            return cell.Right ? blanks + painted : column == last - 1 ? painted : painted + blanks;
        });
        return string.Join(Gap, cells);
    }
}
