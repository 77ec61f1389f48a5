using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Verification;

/// <summary>Turns staged releases into verified ones. What differs is sent once more; what differs then is a fault.</summary>
internal sealed class Verifier(string tool, RunIdentity identity, IReadOnlyList<string>? afterCopy)
{
    private static readonly TimeSpan LongestHook = TimeSpan.FromMinutes(10);

    /// <summary>Verifies a staged release and puts it in its place among the releases, not yet active.</summary>
    public async Task<Attempt<VerifiedRelease>> VerifyAsync(HostRun run, StagedRelease staged, Broadcaster broadcaster, CancellationToken cancellationToken)
    {
        if (staged.Kept is { } kept)
        {
            Count(run, staged, kept.IsRecorded ? staged.Payload.Manifest.FileCount : 0);
            return VerifiedRelease.From(staged.Lease, kept, ReceiptOf(run, staged, kept));
        }

        var comparison = new ReleaseComparison([], []);
        for (var round = 1; round <= 2; round++)
        {
            var audited = await HookAndAuditAsync(run, staged, cancellationToken);
            if (!audited.TryGet(out var listing, out var faults))
            {
                return Attempt<VerifiedRelease>.Failed(faults);
            }

            comparison = ReleaseComparison.Of(staged.Payload.Manifest, listing, staged.KnownCopies);
            if (comparison.Holds || round == 2 || comparison.Resend.Count == 0)
            {
                break;
            }

            run.Note($"{comparison.Resend.Count} of {staged.Payload.Manifest.FileCount} files differed after the copy and are sent again: {SafeText.Line(comparison.Resend[0].Path, 200)}");
            run.Enter(Phase.Copy, "again");
            broadcaster.Distrust();
            var resent = await broadcaster.SendAsync(run, staged.Folder, comparison.Resend, (Fresh: false, Audit: afterCopy is null, Compressed: false), cancellationToken);
            if (resent.Faults.Count > 0)
            {
                return Attempt<VerifiedRelease>.Failed(resent.Faults);
            }

            var sent = comparison.Resend.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
            staged = staged with
            {
                Listing = resent.Listing,
                Sent = staged.Sent.Union(sent).ToHashSet(StringComparer.Ordinal),
                KnownCopies = staged.KnownCopies.Except(sent).ToHashSet(StringComparer.Ordinal),
            };
        }

        Count(run, staged, comparison.KnownCopies);
        return comparison.Holds ? await SealAsync(run, staged, comparison, cancellationToken) : Attempt<VerifiedRelease>.Failed(comparison.Faults);
    }

    private static void Count(HostRun run, StagedRelease staged, int recorded)
    {
        var manifest = staged.Payload.Manifest;
        run.Describe(report => report with {
            FilesSent = staged.Sent.Count,
            BytesSent = manifest.Files.Where(entry => staged.Sent.Contains(entry.Path)).Sum(entry => entry.Size),
            FilesReused = staged.WasThere ? manifest.FileCount : staged.Reused,
            FilesRecorded = recorded,
            Verified = recorded > 0 ? VerifiedHow.Recorded : VerifiedHow.Recomputed,
            Release = staged.Name,
        });
    }

    private async Task<Attempt<AuditListing>> HookAndAuditAsync(HostRun run, StagedRelease staged, CancellationToken cancellationToken)
    {
        if (staged.Listing is not null)
        {
            return staged.Listing;
        }

        run.Enter(Phase.Verify);
        if (afterCopy is not null)
        {
            var hook = new ScriptCall("hook", [staged.Folder, .. afterCopy]) { HoldsInput = true, Deadline = LongestHook };
            var hooked = await run.Session.StepAsync(hook, cancellationToken);
            if (!hooked.Succeeded)
            {
                return Attempt<AuditListing>.Failed(hooked.Faults);
            }
        }

        return await Auditor.ReleaseAsync(run.Session, staged.Folder, tool, staged.Lease.Run, cancellationToken);
    }

    private async Task<Attempt<VerifiedRelease>> SealAsync(HostRun run, StagedRelease staged, ReleaseComparison comparison, CancellationToken cancellationToken)
    {
        var manifest = staged.Payload.Manifest;
        var receipt = identity.ReceiptFor(run.Host.Name, staged.Name, manifest);
        var root = manifest.Entries.First(entry => entry.Path == ".");
        var text = System.Text.Encoding.UTF8.GetBytes(manifest.ToString());
        var seal = new ScriptCall("seal", staged.Lease.Folder, identity.RunId, staged.Name, Convert.ToString(root.Mode, 8), receipt.ToJson(), manifest.TextDigest.ToString()) { Data = text };
        var done = await staged.Lease.StepAsync(seal, cancellationToken);
        if (!done.Succeeded)
        {
            return Attempt<VerifiedRelease>.Failed(done.Faults);
        }

        return VerifiedRelease.From(staged.Lease, comparison, receipt);
    }

    // What was not read now was proven when its receipt says.
    private Receipt ReceiptOf(HostRun run, StagedRelease staged, KeptState kept)
    {
        var now = identity.ReceiptFor(run.Host.Name, staged.Name, staged.Payload.Manifest);
        return kept.IsRecorded && staged.Lease.Inspection.Receipts.TryGetValue(staged.Name, out var proven) ? now with { Verified = proven.Verified, Run = proven.Run } : now;
    }
}
