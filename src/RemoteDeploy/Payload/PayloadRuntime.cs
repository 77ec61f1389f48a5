using System.Text.Json;

namespace RemoteDeploy.Payload;

/// <summary>What a payload says about the runtime it is published for.</summary>
internal static class PayloadRuntime
{
    private const long MaxFile = 32 << 20;

    /// <summary>The runtime identifier of the first <c>*.deps.json</c> that names one; empty for portable or other payloads.</summary>
    public static string IdentifierOf(PayloadSnapshot payload)
    {
        foreach (var entry in payload.Manifest.Files.Where(file => file.Path.EndsWith(".deps.json", StringComparison.Ordinal) && file.Size < MaxFile && !file.Path.Contains('/', StringComparison.Ordinal)))
        {
            var target = ReadTarget(payload.PathOf(entry));
            var slash = target.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0)
            {
                return target[(slash + 1)..];
            }
        }

        return "";
    }

    private static string ReadTarget(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.TryGetProperty("runtimeTarget", out var target) && target.TryGetProperty("name", out var name) ? name.GetString() ?? "" : "";
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Not a file of .NET after all: nothing is claimed about it.
            return "";
        }
    }
}
