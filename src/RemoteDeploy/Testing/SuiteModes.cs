namespace RemoteDeploy.Testing;

/// <summary>The words for <see cref="SuiteMode"/> in options, items and files.</summary>
public static class SuiteModes
{
    /// <summary>What is accepted, for people.</summary>
    public const string Accepted = "each, pool or any";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetNames<SuiteMode>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a word, in any case.</summary>
    public static bool TryParse(string? text, out SuiteMode mode)
    {
        mode = SuiteMode.Each;
        return Words.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out mode);
    }
}
