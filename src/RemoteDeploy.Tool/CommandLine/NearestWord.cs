namespace RemoteDeploy.Tool.CommandLine;

/// <summary>Finds what someone most likely meant to type.</summary>
internal static class NearestWord
{
    /// <summary>The known word that is nearest, or null when none is near: at most a third of the letters, and at most 3, differ.</summary>
    public static string? Find(string typed, IEnumerable<string> known)
    {
        var limit = Math.Clamp((typed.TrimStart('-').Length + 1) / 3, 1, 3);
        return known
            .Select(word => (Word: word, Distance: Distance(typed.ToLowerInvariant(), word.ToLowerInvariant())))
            .Where(candidate => candidate.Distance <= limit || StartsAs(candidate.Word, typed))
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Word)
            .FirstOrDefault();
    }

    private static bool StartsAs(string word, string typed) =>
        typed.TrimStart('-').Length >= 3 && word.StartsWith(typed, StringComparison.OrdinalIgnoreCase);

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    internal static int Distance(string from, string to)
    {
        var beforeLast = new int[to.Length + 1];
        var last = new int[to.Length + 1];
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            (beforeLast, last, row) = (last, row, beforeLast);
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
                }
            }
        }

        return row[to.Length];
    }
}
