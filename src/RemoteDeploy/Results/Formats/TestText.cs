using System.Globalization;

namespace RemoteDeploy.Results.Formats;

/// <summary>Caps the texts of a test, so that one test that prints for ever does not fill memory and reports. Head and tail stay.</summary>
internal static class TestText
{
    private const int MaxMessage = 32 * 1024;
    private const int MaxOutput = 64 * 1024;

    /// <summary>A message or a stack trace.</summary>
    public static string? Message(string? text) => Cut(text, MaxMessage);

    /// <summary>What a test printed; null when it is nothing.</summary>
    public static string? Output(string? text) => string.IsNullOrEmpty(text) ? null : Cut(text, MaxOutput);

    /// <summary>What a test printed on its two streams.</summary>
    public static string? Output(string? standard, string? error) => (standard, error) switch
    {
        (null or "", _) => Output(error),
        (_, null or "") => Output(standard),
        _ => Output(standard.EndsWith('\n') ? standard + error : $"{standard}\n{error}"),
    };

    private static string? Cut(string? text, int limit)
    {
        if (text is null || text.Length <= limit)
        {
            return text;
        }

        // Room for the remark, and no pair of surrogates taken apart.
        var half = (limit - 64) / 2;
        var head = text.AsSpan(0, char.IsHighSurrogate(text[half - 1]) ? half - 1 : half);
        var tail = text.AsSpan(text.Length - half);
        tail = char.IsLowSurrogate(tail[0]) ? tail[1..] : tail;
        return string.Create(CultureInfo.InvariantCulture, $"{head}\n… ({text.Length - head.Length - tail.Length} characters left out)\n{tail}");
    }
}
