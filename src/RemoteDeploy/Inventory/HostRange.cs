using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory;

/// <summary>Names and ranges of names: <c>lab[01-03]</c> is <c>lab01</c>, <c>lab02</c>, <c>lab03</c>.</summary>
public static class HostRange
{
    /// <summary>The names that a pattern stands for.</summary>
    /// <param name="pattern">A name with any number of ranges such as <c>[01-40,50]</c>; leading zeros give the width.</param>
    /// <param name="names">The names, the last range counting fastest; empty when the pattern is refused.</param>
    /// <returns>False when the pattern is empty, brackets are malformed, a range runs backwards, a glob is in it, or it stands for more than 10,000 names.</returns>
    public static bool TryExpand(string pattern, out IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        names = pattern.Length > 0 && NamePattern.TryParse(pattern, out _) is { HasGlob: false } parsed ? [.. parsed.Expand()] : [];
        return names.Count > 0;
    }

    /// <summary>
    /// Writes names shortly, in their order: neighbours that differ only in their last number become one range. Expanding the
    /// result gives the names back, each in its place.
    /// </summary>
    public static IReadOnlyList<string> Collapse(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var collapsed = new List<string>();
        Run? run = null;
        foreach (var name in names)
        {
            if (run?.TryAdd(name) == true)
            {
                continue;
            }

            AddTo(collapsed, run);
            run = Run.Start(name);
            if (run is null)
            {
                collapsed.Add(name);
            }
        }

        AddTo(collapsed, run);
        return collapsed;
    }

    private static void AddTo(List<string> collapsed, Run? run)
    {
        if (run is not null)
        {
            collapsed.Add(run.ToString());
        }
    }

    /// <summary>Names with the same text around their last number.</summary>
    private sealed class Run(string prefix, string suffix, string digits)
    {
        private readonly List<NumberSpan> spans = [Single(digits)];
        private int count = 1;

        internal static Run? Start(string name) =>
            Split(name) is var (prefix, digits, suffix) ? new Run(prefix, suffix, digits) : null;

        internal bool TryAdd(string name)
        {
            if (Split(name) is not var (otherPrefix, number, otherSuffix) || otherPrefix != prefix || otherSuffix != suffix || count == NamePattern.MostNames)
            {
                return false;
            }

            var last = spans[^1];
            var next = Single(number);
            if (next.Low == last.High + 1 && last.Format(next.Low) == number)
            {
                spans[^1] = last with { High = next.Low };
            }
            else
            {
                spans.Add(next);
            }

            count++;
            return true;
        }

        public override string ToString() =>
            count == 1 ? prefix + spans[0] + suffix : $"{prefix}[{string.Join(',', spans)}]{suffix}";

        private static NumberSpan Single(string digits)
        {
            var number = int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
            return new NumberSpan(number, number, NumberSpan.WidthOf(digits));
        }

        /// <summary>The last number and what stands around it; null for a name without one, or one that brackets cannot say.</summary>
        private static (string Prefix, string Digits, string Suffix)? Split(string name)
        {
            var end = name.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
            var start = name.AsSpan(0, end).LastIndexOfAnyExceptInRange('0', '9') + 1;
            return end == 0 || end - start > NumberSpan.MostDigits || name.AsSpan().IndexOfAny('[', ']') >= 0
                ? null
                : (name[..start], name[start..end], name[end..]);
        }
    }
}
