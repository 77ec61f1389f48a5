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
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HastyFarewell = TimeSpan.FromMilliseconds(800);

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

    private async Task PutAsync(HostRun host, PayloadSnapshot payload, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeAsync(run, host, cancellationToken) is not { } facts)
        {
            return;
        }

        var tool = Auditor.ToolFor(facts, request.Digest);
        if (!tool.Succeeded || facts.MissingTools.Count > 0)
        {
            host.Fail(tool.Succeeded ? [new Fault(FaultCatalog.ToolMissing, $"The host lacks {SafeText.Line(string.Join(", ", facts.MissingTools))}") { Try = "Install it there" }] : tool.Faults);
            return;
        }

        var target = host.Session.Spell(request.To);
        var stage = $".rd-{run.Identity.RunId}";
        host.Enter(Phase.Lock);
        var opened = await host.Session.OpenAsync(new ScriptCall("putlease", target, stage), cancellationToken);
        if (!opened.TryGet(out var lease, out var faults))
        {
            host.Fail(faults);
            return;
        }

        await using (lease)
        {
            var line = await lease.Reader.TextAsync(cancellationToken);
            if (line == "ready")
            {
                await using (run.Identity.Time.CreateTimer(_ => _ = lease.TellAsync("beat", CancellationToken.None), null, HostLease.Heartbeat, HostLease.Heartbeat))
                {
                    host.Fail(await CopyAsync(host, payload, (target, stage, tool.Value), cancellationToken));
                }

                host.Outcome = HostOutcome.Ok;
                await EndAsync(host, lease, $"{target}/{stage}", cancellationToken);
            }
            else
            {
                host.Fail(ScriptFault.Of((line ?? "").Replace("fault ", "", StringComparison.Ordinal)));
            }
        }
    }

    private static async Task EndAsync(HostRun host, OpenCall lease, string stage, CancellationToken cancellationToken)
    {
        await lease.TellAsync("bye", cancellationToken);
        lease.CloseInput();
        var ended = lease.WaitForEndAsync(CancellationToken.None);
        await Task.WhenAny(ended, Task.Delay(host.IsLost ? HastyFarewell : Farewell, cancellationToken));
        if (ended is not { IsCompletedSuccessfully: true, Result: 0 })
        {
            host.LeavesBehind($"{stage}, until the host removes it: a minute after it heard from here last");
        }
    }

    private async Task<IReadOnlyList<Fault>> CopyAsync(HostRun host, PayloadSnapshot payload, (string Target, string Stage, string Tool) at, CancellationToken cancellationToken)
    {
        var there = await Auditor.FilesAsync(host.Session, at.Target, at.Tool, payload.Manifest.Files.Select(entry => entry.Path), cancellationToken);
        if (!there.TryGet(out var existing, out var faults))
        {
            return faults;
        }

        bool IsThere(ManifestEntry entry) => existing.Files.TryGetValue(entry.Path, out var file) && file.Digest == entry.Digest && file.Size == entry.Size && file.Mode == entry.Mode;
        var missing = payload.Manifest.Files.Where(entry => !IsThere(entry)).ToList();
        host.Describe(report => report with { FilesSent = missing.Count, BytesSent = missing.Sum(entry => entry.Size), FilesReused = payload.Manifest.FileCount - missing.Count });
        if (missing.Count == 0 && !payload.Manifest.Entries.Any(entry => entry.Kind == EntryKind.Link))
        {
            return await MakeFoldersAsync(host, payload, at, cancellationToken);
        }

        return await SendAsync(host, payload, missing, at, cancellationToken);
    }

    // Nothing to send but perhaps empty folders, which travel as a stream without files.
    private Task<IReadOnlyList<Fault>> MakeFoldersAsync(HostRun host, PayloadSnapshot payload, (string Target, string Stage, string Tool) at, CancellationToken cancellationToken) =>
        payload.Manifest.Entries.Any(entry => entry is { Kind: EntryKind.Folder, Path: not "." })
            ? SendAsync(host, payload, [], at, cancellationToken)
            : Task.FromResult<IReadOnlyList<Fault>>([]);

    private async Task<IReadOnlyList<Fault>> SendAsync(HostRun host, PayloadSnapshot payload, List<ManifestEntry> files, (string Target, string Stage, string Tool) at, CancellationToken cancellationToken)
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
        return (await host.Session.StepAsync(new ScriptCall("place", at.Target, at.Stage), cancellationToken)).Faults;
    }
}
