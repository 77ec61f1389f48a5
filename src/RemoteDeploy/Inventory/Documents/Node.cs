namespace RemoteDeploy.Inventory.Documents;

/// <summary>A value of a YAML or JSON document with its place. One tree for both, so that they are read and complained about alike.</summary>
internal abstract record Node(Mark At)
{
    /// <summary>What the node is, for messages.</summary>
    internal abstract string Kind { get; }

    /// <summary>Text, numbers and the like; <paramref name="IsPlain"/> when no quotes protect it.</summary>
    internal sealed record Scalar(string Text, bool IsPlain, Mark At) : Node(At)
    {
        /// <summary>True when nothing was written, or YAML's or JSON's word for nothing.</summary>
        internal bool IsNull => IsPlain && Text is "" or "~" or "null";

        internal override string Kind => IsNull ? "nothing" : "a text";

        /// <summary>The place of a character of the text; only plain text on one line lets it be counted.</summary>
        internal Mark MarkOf(int index) => IsPlain ? At with { Column = At.Column + index } : At;
    }

    /// <summary>A list.</summary>
    internal sealed record Sequence(IReadOnlyList<Node> Items, Mark At) : Node(At)
    {
        internal override string Kind => "a list";
    }

    /// <summary>Keys with values, in the order of the document, no key twice.</summary>
    internal sealed record Mapping(IReadOnlyList<Entry> Entries, Mark At) : Node(At)
    {
        internal override string Kind => "keys with values";
    }

    /// <summary>A key and its value.</summary>
    internal readonly record struct Entry(Scalar Key, Node Value);

    /// <summary>Something that was refused with a fault already; whoever meets it says nothing more.</summary>
    internal sealed record Refused(Mark At) : Node(At)
    {
        internal override string Kind => "refused";
    }
}
