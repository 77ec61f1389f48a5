using System.Globalization;
using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Verification;

/// <summary>Reads the manifest that a release was sealed with.</summary>
internal static class ManifestReader
{
    private const long MaxBytes = 256L << 20;

    /// <summary>Reads it from the host.</summary>
    /// <returns>The manifest, or RD2005 when it is missing or not whole.</returns>
    public static async Task<Attempt<Manifest>> ReadAsync(HostSession session, string folder, string release, CancellationToken cancellationToken)
    {
        string? text = null;
        var call = new ScriptCall("manifest", folder, release)
        {
            OnLine = async (line, reader, token) =>
            {
                if (line.StartsWith("data ", StringComparison.Ordinal)
                    && long.TryParse(line.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxBytes)
                {
                    using var content = new MemoryStream();
                    await reader.CopyAsync(length, content, token);
                    text = Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
                }
            },
        };
        var answered = await session.CallAsync(call, cancellationToken);
        if (!answered.Succeeded)
        {
            return Attempt<Manifest>.Failed(answered.Faults);
        }

        return text is not null && Manifest.TryParse(text, out var manifest)
            ? manifest!
            : new Fault(FaultCatalog.ReceiptDoesNotHold, "The manifest of the release is missing or damaged on the host") { Path = release, Try = "Deploy again" };
    }
}
