namespace RemoteDeploy.Reporting;

/// <summary>What a person may have meant: the candidate with the fewest slips of the keyboard between it and the word, or that begins with it.</summary>
public static class NearMiss
{
    private const int LongestWord = 64;
    private const int ShortestBeginning = 3;

    /// <summary>The nearest candidate; null when none is near enough to be worth saying.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="candidates">What is known.</param>
    public static string? Find(string word, IEnumerable<string> candidates)
    {
        if (word.Length > LongestWord)
        {
            return null;
        }

        var nearest = Math.Min(Math.Max(1, word.Length / 3) + 1, word.Length);
        string? found = null;
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - word.Length) >= nearest || candidate.Length > LongestWord)
            {
                continue;
            }

            var distance = Distance(word.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance < nearest)
            {
                (nearest, found) = (distance, candidate);
            }
        }

        return found ?? (word.TrimStart('-').Length < ShortestBeginning ? null : candidates.FirstOrDefault(candidate => candidate.StartsWith(word, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Damerau-Levenshtein (optimal string alignment): letters put in, left out, replaced, or swapped with their neighbour.</summary>
    internal static int Distance(string left, string right)
    {
        var beforeLast = new int[right.Length + 1];
        var last = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var i = 1; i <= left.Length; i++)
        {
            current[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                current[j] = Math.Min(Math.Min(last[j] + 1, current[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    current[j] = Math.Min(current[j], beforeLast[j - 2] + 1);
                }
            }

            (beforeLast, last, current) = (last, current, beforeLast);
        }

        return last[right.Length];
    }
}
