namespace RemoteDeploy.Results.Differences;

/// <summary>Some of the hosts, as bits.</summary>
internal sealed class HostSet : IEquatable<HostSet>
{
    private readonly ulong[] bits;

    private HostSet(ulong[] bits) => this.bits = bits;

    /// <summary>Those that a condition picks.</summary>
    public static HostSet Of(IReadOnlyList<HostProfile> hosts, Func<HostProfile, bool> holds)
    {
        var words = new ulong[(hosts.Count + 63) / 64];
        for (var i = 0; i < hosts.Count; i++)
        {
            words[i / 64] |= holds(hosts[i]) ? 1UL << (i % 64) : 0;
        }

        return new HostSet(words);
    }

    /// <summary>True when all of this are in the other.</summary>
    public bool IsWithin(HostSet other) => bits.Zip(other.bits).All(pair => (pair.First & ~pair.Second) == 0);

    /// <summary>True when those in both are just the given ones.</summary>
    public bool MeetsAt(HostSet other, HostSet target)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            if ((bits[i] & other.bits[i]) != target.bits[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when those in either are just the given ones.</summary>
    public bool JoinsTo(HostSet other, HostSet target)
    {
        for (var i = 0; i < bits.Length; i++)
        {
            if ((bits[i] | other.bits[i]) != target.bits[i])
            {
                return false;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public bool Equals(HostSet? other) => other is not null && bits.AsSpan().SequenceEqual(other.bits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as HostSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var word in bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
