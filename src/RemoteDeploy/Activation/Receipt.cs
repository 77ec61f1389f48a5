using System.Text;
using System.Text.Json;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Activation;

/// <summary>The record that a host held exactly a manifest at a time. Written beside the release on the host and into the run folder.</summary>
public sealed record Receipt
{
    private const string SchemaName = "remotedeploy-receipt/1";

    /// <summary>The host, as the run called it.</summary>
    public required string Host { get; init; }

    /// <summary>The application.</summary>
    public required string App { get; init; }

    /// <summary>Name of the release on the host.</summary>
    public required string Release { get; init; }

    /// <summary>Manifest digest, SHA-256 in hexadecimal.</summary>
    public required string Manifest { get; init; }

    /// <summary>Algorithm of the content digests that were recomputed.</summary>
    public DigestAlgorithm Digest { get; init; }

    /// <summary>Number of files.</summary>
    public int Files { get; init; }

    /// <summary>Bytes of all files.</summary>
    public long Bytes { get; init; }

    /// <summary>When the host's digests were compared, by this machine's clock.</summary>
    public DateTimeOffset Verified { get; init; }

    /// <summary>The run that made it.</summary>
    public required string Run { get; init; }

    /// <summary>The receipt as JSON on one line.</summary>
    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("schema", SchemaName);
            json.WriteString("host", Host);
            json.WriteString("app", App);
            json.WriteString("release", Release);
            json.WriteString("manifest", Manifest);
            json.WriteString("digest", Digest == DigestAlgorithm.Md5 ? "md5" : "sha256");
            json.WriteNumber("files", Files);
            json.WriteNumber("bytes", Bytes);
            json.WriteString("verified", Verified.UtcDateTime);
            json.WriteString("run", Run);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Reads a receipt. False when it is not whole or of another schema.</summary>
    public static bool TryParse(string text, out Receipt? receipt)
    {
        receipt = null;
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.GetProperty("schema").GetString() != SchemaName)
            {
                return false;
            }

            receipt = new Receipt
            {
                Host = root.GetProperty("host").GetString()!,
                App = root.GetProperty("app").GetString()!,
                Release = root.GetProperty("release").GetString()!,
                Manifest = root.GetProperty("manifest").GetString()!,
                Digest = root.GetProperty("digest").GetString() == "md5" ? DigestAlgorithm.Md5 : DigestAlgorithm.Sha256,
                Files = root.GetProperty("files").GetInt32(),
                Bytes = root.GetProperty("bytes").GetInt64(),
                Verified = root.GetProperty("verified").GetDateTimeOffset(),
                Run = root.GetProperty("run").GetString()!,
            };
            return receipt is { Host: not null, App: not null, Release: not null, Manifest: not null, Run: not null };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
