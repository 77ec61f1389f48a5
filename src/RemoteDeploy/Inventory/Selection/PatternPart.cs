namespace RemoteDeploy.Inventory.Selection;

/// <summary>A piece of a name pattern. Matching moves a set of reached positions along the name, which takes no backtracking.</summary>
internal abstract record PatternPart
{
    /// <summary>How many texts the piece stands for; 1 for a glob, which is not expanded.</summary>
    internal virtual long Count => 1;

    /// <summary>The positions reached after this piece, from those reached before it.</summary>
    internal abstract bool[] Advance(string name, bool[] reached);

    /// <summary>Text that stands for itself.</summary>
    internal sealed record Literal(string Text) : PatternPart
    {
        internal override bool[] Advance(string name, bool[] reached)
        {
            var next = new bool[reached.Length];
            for (var i = 0; i + Text.Length < reached.Length; i++)
            {
                next[i + Text.Length] = reached[i] && string.CompareOrdinal(name, i, Text, 0, Text.Length) == 0;
            }

            return next;
        }
    }

    /// <summary><c>[01-40,50]</c></summary>
    internal sealed record Numbers(IReadOnlyList<NumberSpan> Spans) : PatternPart
    {
        internal override long Count => Spans.Sum(span => span.Count);

        internal override bool[] Advance(string name, bool[] reached)
        {
            var next = new bool[reached.Length];
            for (var start = 0; start < name.Length; start++)
            {
                for (var end = start + 1; reached[start] && end <= name.Length && end - start <= NumberSpan.MostDigits; end++)
                {
                    next[end] |= Spans.Any(span => span.Contains(name.AsSpan(start, end - start)));
                }
            }

            return next;
        }
    }

    /// <summary><c>*</c></summary>
    internal sealed record AnyText : PatternPart
    {
        internal override bool[] Advance(string name, bool[] reached)
        {
            var next = new bool[reached.Length];
            var first = Array.IndexOf(reached, true);
            if (first >= 0)
            {
                Array.Fill(next, true, first, next.Length - first);
            }

            return next;
        }
    }

    /// <summary><c>?</c></summary>
    internal sealed record AnyCharacter : PatternPart
    {
        internal override bool[] Advance(string name, bool[] reached)
        {
            var next = new bool[reached.Length];
            Array.Copy(reached, 0, next, 1, reached.Length - 1);
            return next;
        }
    }
}
