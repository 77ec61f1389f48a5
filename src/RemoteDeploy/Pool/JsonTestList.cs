using System.Text.Json;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Pool;

/// <summary>What an xunit.v3 program prints when it is asked with <c>-list full/json</c>.</summary>
internal static class JsonTestList
{
    /// <summary>More tests than any program has; a hostile host must not fill our memory.</summary>
    public const int MostTests = 200_000;

    private const int LongestName = 1000;
    private const int LongestText = 4000;

    /// <summary>The tests; null when the text is no such list.</summary>
    public static List<ListedTest>? Read(string output)
    {
        // What a program prints before is its own business, such as its usage to one who spoke to it in the wrong words first. The list is one line.
        var line = output.LastIndexOf("\n[", StringComparison.Ordinal);
        var start = line < 0 ? output.IndexOf('[', StringComparison.Ordinal) : line + 1;
        try
        {
            using var document = JsonDocument.Parse(start < 0 ? "" : output[start..].TrimEnd(), new JsonDocumentOptions { MaxDepth = 16 });
            return document.RootElement.GetArrayLength() > MostTests ? null : [.. document.RootElement.EnumerateArray().Select(Test)];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>True for a name that a class or method can have, and that can be passed on as an argument.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= LongestName } && !name.Any(char.IsControl);

    private static ListedTest Test(JsonElement test)
    {
        var (type, method) = (test.GetProperty("Class").GetString(), test.GetProperty("Method").GetString());
        if (!IsName(type) || !IsName(method))
        {
            throw new JsonException();
        }

        var display = test.TryGetProperty("DisplayName", out var shown) && shown.GetString() is { Length: > 0 and <= LongestText } text ? text : $"{type}.{method}";
        return new ListedTest(type!, method!, display) { Traits = test.TryGetProperty("Traits", out var traits) && traits.ValueKind == JsonValueKind.Object ? Traits(traits) : [] };
    }

    // Each trait has a list of values.
    private static List<KeyValuePair<string, string>> Traits(JsonElement traits) =>
    [
        .. from trait in traits.EnumerateObject()
           from value in trait.Value.EnumerateArray()
           select KeyValuePair.Create(trait.Name, value.GetString() ?? ""),
    ];
}
