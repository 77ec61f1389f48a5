namespace RemoteDeploy.Payload;

/// <summary>A digest of content, compared as bytes.</summary>
public readonly struct ContentDigest : IEquatable<ContentDigest>
{
    private readonly byte[]? bytes;

    /// <summary>Wraps the bytes of a digest: 16 for MD5, 32 for SHA-256.</summary>
    /// <exception cref="ArgumentException">Another length.</exception>
    public ContentDigest(byte[] bytes) =>
        this.bytes = bytes is { Length: 16 or 32 } ? bytes : throw new ArgumentException("A digest has 16 or 32 bytes.", nameof(bytes));

    /// <summary>Reads 32 or 64 hexadecimal digits.</summary>
    public static bool TryParse(string? text, out ContentDigest digest)
    {
        digest = default;
        if (text is not { Length: 32 or 64 } || !text.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        digest = new ContentDigest(Convert.FromHexString(text));
        return true;
    }

    /// <inheritdoc/>
    public bool Equals(ContentDigest other) => (bytes ?? []).AsSpan().SequenceEqual(other.bytes ?? []);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ContentDigest other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => bytes is null ? 0 : BitConverter.ToInt32(bytes);

    /// <summary>Lower-case hexadecimal; empty for the default value.</summary>
    public override string ToString() => bytes is null ? "" : Convert.ToHexStringLower(bytes);

    /// <summary>Byte-wise equality.</summary>
    public static bool operator ==(ContentDigest left, ContentDigest right) => left.Equals(right);

    /// <summary>Byte-wise inequality.</summary>
    public static bool operator !=(ContentDigest left, ContentDigest right) => !left.Equals(right);
}
