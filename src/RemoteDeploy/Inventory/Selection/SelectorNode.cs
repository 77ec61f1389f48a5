namespace RemoteDeploy.Inventory.Selection;

/// <summary>A parsed selector. <see cref="object.ToString"/> writes it so that it parses to the same again.</summary>
internal abstract record SelectorNode
{
    /// <summary>The node as an operand of <c>&amp;</c> or <c>!</c>.</summary>
    internal virtual string ToOperand() => $"({this})";

    /// <summary>Every host of the inventory: what a leading <c>!</c> takes away from.</summary>
    internal sealed record All : SelectorNode
    {
        internal override string ToOperand() => "";

        public override string ToString() => "";
    }

    /// <summary>A name, range, glob or literal; with <paramref name="IsLabel"/> a group or tag, whose pattern is without the <c>@</c>.</summary>
    internal sealed record Atom(NamePattern Pattern, bool IsLabel, int Position) : SelectorNode
    {
        /// <summary>As it was written.</summary>
        internal string Text => IsLabel ? "@" + Pattern.Text : Pattern.Text;

        internal override string ToOperand() => Text;

        public override string ToString() => Text;
    }

    /// <summary>Intersections and differences, from left to right.</summary>
    internal sealed record Term(SelectorNode First, IReadOnlyList<Step> Steps) : SelectorNode
    {
        public override string ToString() => First.ToOperand() + string.Concat(Steps);
    }

    /// <summary><c>&amp; operand</c> or <c>! operand</c>.</summary>
    internal readonly record struct Step(bool Excludes, SelectorNode Operand)
    {
        public override string ToString() => (Excludes ? "!" : "&") + Operand.ToOperand();
    }

    /// <summary>What any part picks.</summary>
    internal sealed record Union(IReadOnlyList<SelectorNode> Parts) : SelectorNode
    {
        public override string ToString() => string.Join(',', Parts.Select((part, index) => IsOpen(part, index) ? part.ToOperand() : part.ToString()));

        /// <summary>A part that would run into its neighbours or, with a leading <c>!</c>, be refused behind a comma.</summary>
        private static bool IsOpen(SelectorNode part, int index) => part is Union || (index > 0 && part is Term { First: All });
    }
}
