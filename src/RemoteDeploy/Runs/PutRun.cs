using System.Globalization;
using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>A plain copy into a folder of each host: what is there already with the right digest is not sent; the rest is staged
/// inside the folder, verified there, and moved to its place file by file with renames.</summary>
internal sealed class PutRun(FleetRun run, PutRequest request)
{
    // Small puts to one folder may come at once, from jobs of one pipeline: each gets its turn, as long as they bring different files
    // or the same bytes. Whoever copies for longer is named.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Does it.</summary>
    public async Task ExecuteAsync()
    {
        var scanned = await PayloadScanner.ScanSourcesAsync(request.Sources, request.Digest, run.Token);
        if (!scanned.TryGet(out var payload, out var faults))
        {
            run.Fail(faults);
            return;
        }

        DeployRun.Announce(run, payload.Manifest);
        await run.ForEachAsync(run.Hosts, (host, token) => PutAsync(host, payload, token));

        // Said once: by the hosts that were held back because of it, or here when all were done before.
        if (!run.Hosts.Any(host => host.IsBlamedWith(FaultCatalog.SourceChanged)))
        {
            run.Fail(payload.FindChanges());
        }
    }

    // By host as well: two hosts may be two accounts of one machine.
    private static string StageName(FleetRun run, HostRun host)
    {
        var at = run.Hosts.TakeWhile(other => other != host).Count();
        return string.Create(CultureInfo.InvariantCulture, $".rd-{run.Identity.RunId}{(at == 0 ? "" : $"-{at + 1}")}");
    }

    private async Task PutAsync(HostRun host, PayloadSnapshot payload, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeAsync(run, host, cancellationToken) is not { } facts)
        {
            return;
        }

        var tool = Auditor.ToolFor(facts, request.Digest);
        if (!tool.Succeeded || facts.MissingTools.Count > 0)
        {
            host.Fail(tool.Succeeded ? [ScriptFault.Lacks(facts.MissingTools)] : tool.Faults);
            return;
        }

        var at = new PutPlace(host.Session.Spell(request.To), StageName(run, host), tool.Value);
        var (taken, before) = await LockAsync(host, payload, at, cancellationToken);
        if (!taken.TryGet(out var lease, out var faults))
        {
            host.Fail(faults);
            if (host.IsLost)
            {
                host.LeavesLock(at.Target);
            }

            return;
        }

        host.Lease = lease;
        host.Fail(await CopyAsync(host, payload, at, (lease, before), cancellationToken));
        host.Outcome = HostOutcome.Ok;
    }

    // With it comes what was there when another put was in the way.
    private async Task<(Attempt<HostLease> Lease, AuditListing? Before)> LockAsync(HostRun host, PayloadSnapshot payload, PutPlace at, CancellationToken cancellationToken)
    {
        host.Enter(Phase.Lock);
        AuditListing? before = null;
        var time = run.Identity.Time;
        var started = time.GetTimestamp();
        for (var looks = 1; ; looks++)
        {
            var taken = await HostLease.TakeForPutAsync(host.Session, (at.Target, at.Stage), (run.Identity.RunId, run.Identity.Owner), time, cancellationToken);
            if (!taken.Faults.Any(fault => fault.Code == FaultCatalog.HostLocked) || time.GetElapsedTime(started) > Patience)
            {
                return (taken, before);
            }

            if (looks == 1)
            {
                host.Enter(Phase.Lock, "for another put to this folder");
                var there = await ListAsync(host, payload, at, cancellationToken);
                if (!there.TryGet(out before, out var faults))
                {
                    return (Attempt<HostLease>.Failed(faults), null);
                }
            }

            await Task.Delay(BetweenLooks, time, cancellationToken);
        }
    }

    private static Task<Attempt<AuditListing>> ListAsync(HostRun host, PayloadSnapshot payload, PutPlace at, CancellationToken cancellationToken) =>
        Auditor.FilesAsync(host.Session, at.Target, at.Tool, payload.Manifest.Files.Select(entry => entry.Path), cancellationToken);

    private async Task<IReadOnlyList<Fault>> CopyAsync(HostRun host, PayloadSnapshot payload, PutPlace at, (HostLease Lease, AuditListing? Before) held, CancellationToken cancellationToken)
    {
        var lease = held.Lease;
        var there = await ListAsync(host, payload, at, cancellationToken);
        if (!there.TryGet(out var existing, out var faults))
        {
            return faults;
        }

        bool IsThere(ManifestEntry entry) => existing.Files.TryGetValue(entry.Path, out var file) && file.Digest == entry.Digest && file.Size == entry.Size && file.Mode == entry.Mode;
        var missing = payload.Manifest.Files.Where(entry => !IsThere(entry)).ToList();
        if (missing.Find(entry => IsNew(entry.Path, existing, held.Before)) is { } contested)
        {
            return
            [
                new Fault(FaultCatalog.HostLocked, "Another put has brought other bytes of the same file while this one waited for it")
                {
                    Path = SafeText.Line(contested.Path),
                    Try = "Run again if the bytes of this put are to stand",
                },
            ];
        }

        host.Describe(report => report with { FilesSent = missing.Count, BytesSent = missing.Sum(entry => entry.Size), FilesReused = payload.Manifest.FileCount - missing.Count });
        if (missing.Count == 0 && !payload.Manifest.Entries.Any(entry => entry.Kind == EntryKind.Link))
        {
            return await MakeFoldersAsync(host, payload, at, lease, cancellationToken);
        }

        return await SendAsync(host, payload, missing, at, lease, cancellationToken);
    }

    // Whoever brought it said so, and it must not be wrong as soon as it was said.
    private static bool IsNew(string path, AuditListing now, AuditListing? before) =>
        before is not null && now.Files.TryGetValue(path, out var file) && !(before.Files.TryGetValue(path, out var old) && old.Digest == file.Digest);

    // Nothing to send but perhaps empty folders, which travel as a stream without files.
    private Task<IReadOnlyList<Fault>> MakeFoldersAsync(HostRun host, PayloadSnapshot payload, PutPlace at, HostLease lease, CancellationToken cancellationToken) =>
        payload.Manifest.Entries.Any(entry => entry is { Kind: EntryKind.Folder, Path: not "." })
            ? SendAsync(host, payload, [], at, lease, cancellationToken)
            : Task.FromResult<IReadOnlyList<Fault>>([]);

    private async Task<IReadOnlyList<Fault>> SendAsync(HostRun host, PayloadSnapshot payload, List<ManifestEntry> files, PutPlace at, HostLease lease, CancellationToken cancellationToken)
    {
        var stage = $"{at.Target}/{at.Stage}";
        var expected = new Manifest(payload.Manifest.Algorithm, payload.Manifest.Entries.Where(entry => entry.Kind != EntryKind.File).Concat(files));
        var broadcaster = new Broadcaster(payload, "", at.Tool, hasHook: false, run.CompressorFor(host, payload));
        IReadOnlyList<ManifestEntry> wanted = files;
        for (var round = 1; ; round++)
        {
            host.Enter(Phase.Copy, round == 1 ? null : "again");
            var sent = await broadcaster.SendAsync(host, stage, wanted, (Fresh: false, Audit: true, Compressed: round == 1), cancellationToken);
            if (sent.Faults.Count > 0 || sent.Listing is not { } listing)
            {
                return sent.Faults.Count > 0 ? sent.Faults : [Auditor.Inconsistent()];
            }

            var comparison = ReleaseComparison.Of(expected, listing);
            if (comparison.Holds)
            {
                break;
            }

            if (round == 2 || comparison.Resend.Count == 0)
            {
                return comparison.Faults;
            }

            broadcaster.Distrust();
            wanted = comparison.Resend;
        }

        if (payload.FindChanges() is { Count: > 0 } changes)
        {
            return changes;
        }

        host.Enter(Phase.Activate);
        var unknown = $"perhaps new files in {at.Target}, all or some, as no answer came when they were to come to their places";
        var placed = await DecisiveStep.TakeAsync(host, (lease, new ScriptCall("place", at.Target, at.Stage)), unknown, cancellationToken);
        return placed.Faults;
    }

    /// <summary>Where files are put on a host, and how they are hashed there.</summary>
    /// <param name="Target">The folder.</param>
    /// <param name="Stage">Name of the folder in it that they arrive in.</param>
    /// <param name="Tool">The host's hashing program.</param>
    private sealed record PutPlace(string Target, string Stage, string Tool);
}
