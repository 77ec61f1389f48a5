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
        async Task TakeAsync(ReplyReader reader, CancellationToken token)
        {
            var line = await reader.TextAsync(token);
            if (line is not null && line.StartsWith("data ", StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var length) && length <= MaxBytes)
            {
                using var content = new MemoryStream();
                await reader.CopyAsync(length, content, token);
                text = Encoding.UTF8.GetString(content.GetBuffer(), 0, (int)content.Length);
            }
        }

        var answered = await session.CallAsync(new ScriptCall("manifest", folder, release) { Read = TakeAsync }, cancellationToken);
        if (!answered.TryGet(out _, out var faults))
        {
            return Attempt<Manifest>.Failed(faults);
        }

        return text is not null && Manifest.TryParse(text, out var manifest)
            ? manifest!
            : new Fault(FaultCatalog.ReceiptDoesNotHold, "The manifest of the release is missing or damaged on the host") { Path = release, Try = "Deploy again" };
    }
}
