using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Compression;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast;

/// <summary>Moves what is missing to one host: what the host has in an earlier release is taken from there, the rest goes in one stream.</summary>
/// <param name="payload">What is sent.</param>
/// <param name="wantedName">Name of the release to make.</param>
/// <param name="tool">What the host computes digests with.</param>
/// <param name="hasHook">True when the host runs a command before it is verified.</param>
/// <param name="relay">Where hosts meet that pass the payload on to each other; null when each is sent it from here.</param>
/// <param name="compressor">Compresses for this host; null when streams go to it as they are.</param>
internal sealed class Broadcaster(PayloadSnapshot payload, string wantedName, string tool, bool hasHook, PayloadCompressor? compressor, Relay? relay = null)
{
    // Below this a stream takes longer to compress than to send.
    private const long SmallestCompressed = 64 * 1024;

    // Up to here a stream is one of the steps of the session that is kept: a session of its own costs the host a login shell and more.
    private const long LargestStep = 512 * 1024;

    // A header, and what fills the last block of the contents.
    private const long BlocksOfEntry = 1024;

    /// <summary>Bytes per second to the host, where the inventory says; null to measure.</summary>
    public double? LinkRate { get; init; }

    /// <summary>True when nothing that a host recorded earlier is relied on: every byte is read again.</summary>
    public bool ReadsAll { get; init; }

    /// <summary>Stages the payload, or finds it already there.</summary>
    public async Task<Attempt<StagedRelease>> StageAsync(HostRun run, HostLease lease, CancellationToken cancellationToken)
    {
        run.Enter(Phase.Copy);
        var damaged = new HashSet<string>(StringComparer.Ordinal);
        if (lease.Inspection.With(payload.Manifest.Digest) is { } same)
        {
            var kept = new KeptRelease(run.Session, lease, same, tool);
            var looked = await kept.CheckAsync(payload.Manifest, ReadsAll, cancellationToken);
            if (!looked.TryGet(out var state, out var faults))
            {
                return Attempt<StagedRelease>.Failed(faults);
            }

            if (state.Holds)
            {
                return new StagedRelease(lease, payload, same, kept.Folder) { Kept = state };
            }

            damaged.UnionWith(state.Damaged);
            run.Note(state.Remark!);
        }

        // A hook may write into the copies.
        var finder = new ReuseFinder(run.Session, lease.Folder, lease.Inspection) { TrustsRecords = !ReadsAll && !hasHook };
        var found = await finder.FindAsync(payload.Manifest, damaged, cancellationToken);
        return found.TryGet(out var reuse, out var failed)
            ? await FillAsync(run, lease, reuse, cancellationToken)
            : Attempt<StagedRelease>.Failed(failed);
    }

    /// <summary>What arrived was not what was sent: nothing that was compressed for it is used in later runs.</summary>
    public void Distrust() => compressor?.Distrust();

    /// <summary>Sends files (again) into the staged folder, and lets the host audit the folder in the same request.</summary>
    /// <param name="run">The host.</param>
    /// <param name="folder">The staged folder.</param>
    /// <param name="files">What to send.</param>
    /// <param name="options">Whether the folder is to be made first, audited afterwards, and whether the stream may be compressed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Sent> SendAsync(HostRun run, string folder, IReadOnlyList<ManifestEntry> files, (bool Fresh, bool Audit, bool Compressed) options, CancellationToken cancellationToken)
    {
        var total = files.Sum(entry => entry.Size);
        long done = 0;
        AuditListing? listing = null;
        CountingStream? wire = null;
        run.Transfer(0, total);
        var compresses = options.Compressed && total >= SmallestCompressed ? compressor : null;
        var call = new ScriptCall("receive", folder, options.Fresh ? "yes" : "no", options.Audit ? tool : "none", compresses?.Encoding.Name ?? "none", run.Lease?.Run ?? "")
        {
            OnLine = async (line, reader, token) =>
            {
                // "received": the copy is whole, the host goes on with its digests.
                run.Enter(Phase.Verify);
                listing = await reader.TextAsync(token) is { } first ? await AuditListing.ReadAsync(reader, hashes: true, first, token) : null;
            },
        };
        Task WriteAsync(Stream to, CancellationToken token) => TarStream.WriteAsync(wire = new CountingStream(to), payload, files, bytes => run.Transfer(done += bytes, total), compresses, token);
        try
        {
            call = total + (BlocksOfEntry * files.Count) <= LargestStep ? call with { Data = await BufferAsync(WriteAsync, cancellationToken) } : call with { Input = WriteAsync };
            return new Sent((await run.Session.StepAsync(call, cancellationToken)).Faults, listing);
        }
        catch (CompressionException exception)
        {
            return new Sent([new Fault(FaultCatalog.CannotWriteHere, exception.Message) { Try = "Look for space on this machine's disk, where the run folder is" }], null);
        }
        finally
        {
            run.Describe(report => report with { BytesOnWire = report.BytesOnWire + (wire?.Count ?? 0) });
        }
    }

    private static async Task<byte[]> BufferAsync(Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using var buffer = new MemoryStream();
        await write(buffer, cancellationToken);
        return buffer.ToArray();
    }

    private async Task<Attempt<StagedRelease>> FillAsync(HostRun run, HostLease lease, Reuse reuse, CancellationToken cancellationToken)
    {
        if (reuse.Paths.Count > 0)
        {
            var prepared = await run.Session.StepAsync(reuse.ToCall(lease.Staging, lease.Run, tool), cancellationToken);
            if (!prepared.Succeeded)
            {
                return Attempt<StagedRelease>.Failed(prepared.Faults);
            }
        }

        var missing = payload.Manifest.Files.Where(entry => !reuse.Paths.Contains(entry.Path)).ToList();
        var moved = await MoveAsync(run, lease, missing, reuse, cancellationToken);
        if (!moved.TryGet(out var arrived, out var faults))
        {
            // It may be the contents of an earlier run that are damaged.
            Distrust();
            return Attempt<StagedRelease>.Failed(faults);
        }

        return new StagedRelease(lease, payload, lease.Inspection.FreeName(wantedName), lease.Staging)
        {
            Listing = arrived.Listing,
            Reused = reuse.Paths.Count,
            KnownCopies = arrived.KnownCopies,
            Sent = missing.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal),
        };
    }

    // By way of other hosts where that pays, else straight from here.
    private async Task<Attempt<Moved>> MoveAsync(HostRun run, HostLease lease, IReadOnlyList<ManifestEntry> missing, Reuse reuse, CancellationToken cancellationToken)
    {
        var (isFresh, knownCopies) = (reuse.Paths.Count == 0, reuse.KnownCopies);
        var bytes = missing.Sum(entry => entry.Size);
        var mayRelay = relay?.IsWorthwhile(bytes) == true && relay.Expects(run);
        bool isCompressed;
        if (mayRelay && await MemberAsync(run, lease, cancellationToken) is { } member)
        {
            member = member with { Missing = missing, IsFresh = isFresh, LinkRate = LinkRate, KnownCopies = knownCopies };
            run.Turn?.Yield();
            var outcome = await relay!.JoinAsync(member, payload, compressor, cancellationToken);
            if (outcome.Lost is { } lost)
            {
                return lost;
            }

            if (outcome.IsComplete)
            {
                return new Moved(hasHook ? null : outcome.Listing, outcome.KnownCopies);
            }

            (missing, isFresh, isCompressed, knownCopies) = (outcome.Missing, outcome.IsFresh, outcome.IsCompressed, outcome.KnownCopies);
            await (run.Turn?.ResumeAsync(cancellationToken) ?? Task.CompletedTask);
            run.Enter(Phase.Copy);
        }
        else
        {
            relay?.Leave(run);
            isCompressed = compressor?.Suit(LinkRate ?? (RelayPlan.NeedsRate(bytes) ? await lease.MeasureAsync(cancellationToken) : null)) == true;
        }

        var sent = await SendAsync(run, lease.Staging, missing, (Fresh: isFresh, Audit: !hasHook, isCompressed), cancellationToken);
        return sent.Faults.Count > 0 ? Attempt<Moved>.Failed(sent.Faults) : new Moved(sent.Listing, knownCopies);
    }

    // A host that others can find, and be sure of.
    private async Task<RelayMember?> MemberAsync(HostRun run, HostLease lease, CancellationToken cancellationToken) =>
        run.Facts is { Addresses.Count: > 0, SshPort: > 0, User.Length: > 0 } facts && facts.User.All(character => character is > ' ' and < '\x7f') && await run.Session.IdentifyAsync(cancellationToken) is { } identity
            ? new RelayMember(run, lease, identity) { Missing = [], Tool = tool, IsFresh = true }
            : null;

    private readonly record struct Moved(AuditListing? Listing, IReadOnlySet<string> KnownCopies);
}
