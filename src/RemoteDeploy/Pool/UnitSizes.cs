namespace RemoteDeploy.Pool;

/// <summary>The words for <see cref="UnitSize"/> in options, items and files.</summary>
public static class UnitSizes
{
    /// <summary>What is accepted, for people.</summary>
    public const string Accepted = "suite, class or test";

    /// <summary>All words.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetNames<UnitSize>().Select(name => name.ToLowerInvariant())];

    /// <summary>Reads a word, in any case.</summary>
    public static bool TryParse(string? text, out UnitSize size)
    {
        size = UnitSize.Class;
        return Words.Contains(text, StringComparer.OrdinalIgnoreCase) && Enum.TryParse(text, ignoreCase: true, out size);
    }
}
