namespace RemoteDeploy.Planning;

/// <summary>The words for <see cref="RelayMode"/> in options, properties and files.</summary>
public static class RelayModes
{
    /// <summary>What is accepted, for people.</summary>
    public const string Accepted = "auto, off, chain or tree";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetNames<RelayMode>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a word, in any case.</summary>
    public static bool TryParse(string? text, out RelayMode mode)
    {
        mode = RelayMode.Auto;
        return Words.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out mode);
    }
}
