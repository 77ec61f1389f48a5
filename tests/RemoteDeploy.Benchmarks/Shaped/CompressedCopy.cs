using System.Diagnostics;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>What everybody is measured by: one <c>tar | gzip -1</c> of the payload over one cable.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="LimitSeconds">Its bits by the rate of the cable; null without a rate.</param>
/// <param name="SentSeconds">How long it took, compressed before, from the controller to one host over ssh.</param>
/// <param name="PlainSeconds">What the payload itself needs by the rate; null without a rate.</param>
internal sealed record CompressedCopy(long Bytes, double? LimitSeconds, double SentSeconds, double? PlainSeconds)
{
    public static async Task<CompressedCopy> MeasureAsync(ShapedFleet fleet, RealPayload payload)
    {
        using var scratch = new TemporaryFolder();
        var file = Path.Combine(scratch.Path, "payload.tar.gz");
        await Programs.MustRunAsync("bash", "-o", "pipefail", "-c", $"tar -C '{payload.Folder}' -cf - . | gzip -1 >'{file}'");
        var bytes = new FileInfo(file).Length;
        var started = Stopwatch.GetTimestamp();
        var host = fleet.Hosts[0];
        await Programs.MustRunAsync("bash", "-c", $"'{fleet.SshWrapper}' -F '{fleet.ConfigFile}' {host.Name} 'cat >/tmp/copy' <'{file}'");
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        File.Delete(host.Outside("/tmp/copy"));
        return new CompressedCopy(bytes, bytes * 8.0 / fleet.RateBits, seconds, payload.Bytes * 8.0 / fleet.RateBits);
    }
}
