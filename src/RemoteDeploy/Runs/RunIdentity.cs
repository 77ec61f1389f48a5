using System.Globalization;
using System.Security.Cryptography;
using RemoteDeploy.Activation;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Runs;

/// <summary>Who is at work: what goes into receipts and locks.</summary>
/// <param name="RunId">Name of the run.</param>
/// <param name="App">The application.</param>
/// <param name="Owner">Who runs it and where, for the person who meets the lock.</param>
/// <param name="Time">Clock.</param>
internal sealed record RunIdentity(string RunId, string App, string Owner, TimeProvider Time)
{
    /// <summary>A new run: UTC time and a random part, so that names sort by time and never meet.</summary>
    public static string NewId(TimeProvider time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    /// <summary>The receipt for a host that was just found to hold a manifest.</summary>
    public Receipt ReceiptFor(string host, string release, Manifest manifest) => new()
    {
        Host = host,
        App = App,
        Release = release,
        Manifest = manifest.Digest,
        Digest = manifest.Algorithm,
        Files = manifest.FileCount,
        Bytes = manifest.Bytes,
        Verified = Time.GetUtcNow(),
        Run = RunId,
    };
}
