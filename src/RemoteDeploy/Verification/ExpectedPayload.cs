using System.Collections.Concurrent;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;

namespace RemoteDeploy.Verification;

/// <summary>A folder that active releases must equal. Hashed once for each algorithm that hosts were deployed with.</summary>
internal sealed class ExpectedPayload(string folder, CancellationToken cancellationToken)
{
    private readonly ConcurrentDictionary<DigestAlgorithm, Lazy<Task<Attempt<PayloadSnapshot>>>> scans = new();

    /// <summary>The folder's manifest with that algorithm.</summary>
    /// <returns>The manifest, or RD0013 to RD0017.</returns>
    public async Task<Attempt<Manifest>> ManifestAsync(DigestAlgorithm algorithm)
    {
        var scan = scans.GetOrAdd(algorithm, wanted => new Lazy<Task<Attempt<PayloadSnapshot>>>(() => PayloadScanner.ScanAsync(folder, wanted, cancellationToken)));
        return (await scan.Value).TryGet(out var payload, out var faults) ? payload.Manifest : Attempt<Manifest>.Failed(faults);
    }
}
