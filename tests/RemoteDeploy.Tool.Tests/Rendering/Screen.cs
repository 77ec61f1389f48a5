using System.Globalization;
using System.Text;

namespace RemoteDeploy.Tool.Tests.Rendering;

/// <summary>A terminal that knows what the live table uses: cursor up, clear to the end of line, clear below, colours, wrap on and off.</summary>
internal static class Screen
{
    /// <summary>
    /// The lines that are on the screen after this was written; the last is the one with the cursor. Like a real one it leaves the
    /// cursor on the last column when a line is full, where clearing to the end of the line takes the last character away.
    /// </summary>
    public static IReadOnlyList<string> Of(string written, int width)
    {
        var lines = new List<StringBuilder> { new() };
        var (row, column) = (0, 0);
        for (var i = 0; i < written.Length; i++)
        {
            switch (written[i])
            {
                case '\r':
                    column = 0;
                    break;
                case '\n':
                    (row, column) = (row + 1, 0);
                    if (row == lines.Count)
                    {
                        lines.Add(new StringBuilder());
                    }

                    break;
                case '\e':
                    var end = written.IndexOfAny("ABCDKJmhl".ToCharArray(), i);
                    var argument = written[(i + 2)..end];
                    Obey(written[end], argument, lines, ref row, column);
                    i = end;
                    break;
                default:
                    lines[row].Length = Math.Max(lines[row].Length, column);
                    lines[row].Remove(column, Math.Min(1, lines[row].Length - column)).Insert(column, written[i]);
                    column = Math.Min(column + 1, width - 1);
                    break;
            }
        }

        return [.. lines.Select(line => line.ToString())];
    }

    private static void Obey(char command, string argument, List<StringBuilder> lines, ref int row, int column)
    {
        switch (command)
        {
            case 'A':
                row -= int.Parse(argument, CultureInfo.InvariantCulture);
                break;
            case 'K':
                lines[row].Length = Math.Min(lines[row].Length, column);
                break;
            case 'J':
                lines[row].Length = Math.Min(lines[row].Length, column);
                lines.RemoveRange(row + 1, lines.Count - row - 1);
                break;
            case 'm' or 'h' or 'l':
                break;
            default:
                throw new NotSupportedException($"The screen does not know {command}.");
        }
    }
}
