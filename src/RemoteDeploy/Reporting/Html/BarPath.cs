using System.Globalization;
using System.Text;

namespace RemoteDeploy.Reporting.Html;

/// <summary>Very many pieces of a bar as one path: there is no room for words, and what nobody could tell apart is joined.</summary>
internal static class BarPath
{
    private const double Narrowest = 1.5;

    /// <summary>The path.</summary>
    /// <param name="pieces">Left ends and widths, in the order of their left ends, on a bar of a width of 1000.</param>
    /// <param name="top">Upper end.</param>
    /// <param name="height">Height.</param>
    public static string Of(IEnumerable<(double X, double Width)> pieces, int top, int height)
    {
        var path = new StringBuilder();
        (double From, double To)? open = null;
        foreach (var (x, width) in pieces)
        {
            if (open is { } known && x - known.To < 1)
            {
                open = (known.From, Math.Max(known.To, x + width));
                continue;
            }

            Close();
            open = (x, x + width);
        }

        Close();
        return path.ToString();

        void Close() => _ = open is { } piece
            ? path.Append(CultureInfo.InvariantCulture, $"M{piece.From:0.#} {top}h{Math.Max(Narrowest, piece.To - piece.From):0.#}v{height}H{piece.From:0.#}z")
            : path;
    }
}
