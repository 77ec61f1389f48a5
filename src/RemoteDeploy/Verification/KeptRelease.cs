using RemoteDeploy.Activation;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;

namespace RemoteDeploy.Verification;

/// <summary>A release that a host keeps and whose receipt names the wanted manifest: is it that still?</summary>
/// <param name="session">The host.</param>
/// <param name="lease">The lock.</param>
/// <param name="name">Name of the release.</param>
/// <param name="tool">What the host computes digests with.</param>
internal sealed class KeptRelease(HostSession session, HostLease lease, string name, string tool)
{
    // The host looks at every file's times and at no content, without a word meanwhile.
    private static readonly TimeSpan LongestLook = TimeSpan.FromMinutes(5);

    /// <summary>Its folder on the host.</summary>
    public string Folder => $"{lease.Folder}/releases/{name}";

    /// <summary>Looks: first at the host's record, unless everything is to be read; then at every byte.</summary>
    /// <param name="wanted">What it must hold.</param>
    /// <param name="readsAll">True to read every byte in any case.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Attempt<KeptState>> CheckAsync(Manifest wanted, bool readsAll, CancellationToken cancellationToken)
    {
        if (!readsAll)
        {
            var looked = await session.StepAsync(new ScriptCall("known", lease.Folder, name, tool) { MayBeSilent = true, Deadline = LongestLook }, cancellationToken);
            if (!looked.TryGet(out var reply, out var unanswered))
            {
                return Attempt<KeptState>.Failed(unanswered);
            }

            if (reply.Lines.Contains("known", StringComparer.Ordinal))
            {
                return KeptState.Recorded();
            }
        }

        var audited = await Auditor.ReleaseAsync(session, Folder, tool, lease.Run, cancellationToken);
        if (!audited.TryGet(out var listing, out var faults))
        {
            return Attempt<KeptState>.Failed(faults);
        }

        var comparison = ReleaseComparison.Of(wanted, listing);
        var manifest = comparison.Holds ? await FindManifestAsync(wanted, cancellationToken) : null;
        var state = KeptState.Of(comparison, manifest is not null, name);
        return manifest is null ? state : await RecordAsync(state, manifest, cancellationToken);
    }

    // A release is whole only with the manifest that later audits and suites are held to. Its times are those of the host's files.
    private async Task<Manifest?> FindManifestAsync(Manifest wanted, CancellationToken cancellationToken)
    {
        var read = await ManifestReader.ReadAsync(session, lease.Folder, name, cancellationToken);
        return read.TryGet(out var kept, out _) && kept.Digest == wanted.Digest ? kept : null;
    }

    // What was just read and compared need not be read by the next run.
    private async Task<Attempt<KeptState>> RecordAsync(KeptState state, Manifest manifest, CancellationToken cancellationToken)
    {
        var recorded = await lease.StepAsync(new ScriptCall("record", lease.Folder, lease.Run, name, manifest.TextDigest.ToString()), cancellationToken);
        return recorded.TryGet(out _, out var faults) ? state : Attempt<KeptState>.Failed(faults);
    }
}
