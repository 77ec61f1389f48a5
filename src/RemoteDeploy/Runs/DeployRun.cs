using System.Collections.Concurrent;
using RemoteDeploy.Activation;
using RemoteDeploy.Broadcast;
using RemoteDeploy.Broadcast.Relaying;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Probing;
using RemoteDeploy.Reporting;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Runs;

/// <summary>A deploy: every host goes probe, lock, copy, verify by itself; then they wait for each other until enough are verified;
/// then they are switched.</summary>
internal sealed class DeployRun(FleetRun run, DeployRequest request, bool goesOn = false)
{
    private static readonly TimeSpan TidyPatience = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<HostRun, VerifiedRelease> verified = new();
    private readonly ConcurrentDictionary<HostRun, ActivatedRelease> activated = new();
    private bool hasChanged;

    /// <summary>Releases that are active, by host, for the suites that follow.</summary>
    public IReadOnlyDictionary<HostRun, ActivatedRelease> Activated => activated;

    /// <summary>Does it.</summary>
    public async Task ExecuteAsync()
    {
        var listed = PayloadScanner.List(request.Payload);
        if (!listed.TryGet(out var listing, out var faults))
        {
            run.Fail(faults);
            return;
        }

        // Hosts are connected to, probed and locked while files are hashed here.
        var hashing = HashAsync(listing);
        using var relay = NewRelay();
        var gate = new SwitchGate(run.Hosts.Count, failures => request.AllowFailures.Permits(failures, run.Hosts.Count), () => IsStill(hashing.Result.Value));
        await Task.WhenAll(run.Hosts.Select(host => DeployAsync(host, hashing, relay, gate)));
        run.Token.ThrowIfCancellationRequested();
        if (!(await hashing).TryGet(out var payload, out faults))
        {
            run.Fail(faults);
            return;
        }

        // Also where too many failed: that may be why.
        if (activated.IsEmpty)
        {
            IsStill(payload);
        }

        foreach (var host in verified.Keys.Where(host => !host.Failed && !activated.ContainsKey(host)))
        {
            host.Note("verified but not switched, because " + (hasChanged ? "the payload changed on this machine" : $"{gate.Failures} of {run.Hosts.Count} hosts failed"));
        }
    }

    private async Task DeployAsync(HostRun host, Task<Attempt<PayloadSnapshot>> hashing, Relay? relay, SwitchGate gate)
    {
        await run.ForEachAsync([host], (_, token) => StageAndVerifyAsync(host, hashing, relay, token), goesOn: true);
        if (!verified.TryGetValue(host, out var release))
        {
            gate.Fail();
            return;
        }

        var maySwitch = await gate.WaitAsync(() => release.Lease.IsHeld);
        if (run.Cancelled)
        {
            return;
        }

        if (!release.Lease.IsHeld)
        {
            host.Fail(new Fault(FaultCatalog.LockLost, "The connection that held the lock ended before the switch") { Try = "Run again" });
        }
        else if (maySwitch)
        {
            await run.ForEachAsync([host], (_, token) => ActivateAsync(host, release, hashing.Result.Value.Manifest, token), goesOn);
        }
        else
        {
            await LeaveAsync(release);
        }
    }

    // Tidying up fails no host, and nobody waits long for it.
    private async Task LeaveAsync(VerifiedRelease release)
    {
        using var patience = new CancellationTokenSource(TidyPatience, run.Identity.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Token, patience.Token);
        try
        {
            await ReleaseSwitch.LeaveAsync(release, request.Keep, either.Token);
        }
        catch (OperationCanceledException)
        {
            // The next run does it.
        }
    }

    // Where the payload is not what was hashed any more, nobody could say which of the two the hosts were to get.
    private bool IsStill(PayloadSnapshot payload)
    {
        var changes = payload.FindChanges();
        if (changes.Count > 0 && !hasChanged)
        {
            hasChanged = true;
            run.Fail(changes);
            run.DistrustCompressed();
        }

        return !hasChanged;
    }

    /// <summary>Name of the release that a manifest gets.</summary>
    public static string ReleaseName(string? version, Manifest manifest) =>
        version is null ? manifest.Digest[..12] : $"{version}-{manifest.Digest[..12]}";

    /// <summary>Tells what the payload is.</summary>
    public static void Announce(FleetRun run, Manifest manifest)
    {
        run.Manifest = manifest.Digest;
        run.Events.Raise(new PayloadReady(run.Events.Now, manifest.FileCount, manifest.Bytes, manifest.Digest));
        foreach (var host in run.Hosts)
        {
            host.Describe(report => report with { Files = manifest.FileCount, Bytes = manifest.Bytes, Manifest = manifest.Digest });
        }
    }

    /// <summary>Tells what a payload to compare with is. False, with faults, when it cannot be read.</summary>
    public static async Task<bool> AnnounceAsync(FleetRun run, ExpectedPayload expected, FleetRequest request)
    {
        var scanned = await expected.ManifestAsync(request.Digest);
        run.Fail(scanned.Faults);
        if (scanned.Succeeded)
        {
            Announce(run, scanned.Value);
        }

        return scanned.Succeeded;
    }

    private async Task<Attempt<PayloadSnapshot>> HashAsync(PayloadListing listing)
    {
        var hashed = await listing.HashAsync(request.Digest, run.Token);
        if (hashed.TryGet(out var payload, out _))
        {
            Announce(run, payload.Manifest);
        }

        return hashed;
    }

    private Relay? NewRelay()
    {
        var hosts = run.Hosts.Where(host => host.Host.Kind == HostKind.Ssh && !request.Known.Links.Direct.Contains(host.Host.Name)).ToList();
        return request.Relay == RelayMode.Off || hosts.Count < 2 ? null : new Relay(new RelayPlan(request.Relay, request.Known.Links), hosts, run.Identity.Time, run.Token);
    }

    private async Task StageAndVerifyAsync(HostRun host, Task<Attempt<PayloadSnapshot>> hashing, Relay? relay, CancellationToken cancellationToken)
    {
        try
        {
            await StageAndVerifyHostAsync(host, hashing, relay, cancellationToken);
        }
        finally
        {
            // Nobody waits for a host that has nothing to get or cannot get it.
            relay?.Leave(host);
        }
    }

    private async Task StageAndVerifyHostAsync(HostRun host, Task<Attempt<PayloadSnapshot>> hashing, Relay? relay, CancellationToken cancellationToken)
    {
        if (await HostSteps.ProbeFitAsync(run, host, request, cancellationToken) is not { } facts
            || await HostSteps.LockAsync(run, host, cancellationToken) is not { } lease
            || !(await hashing).TryGet(out var payload, out _))
        {
            return;
        }

        // A release that is there takes no more space.
        var bytes = lease.Inspection.With(payload.Manifest.Digest) is null ? payload.Manifest.Bytes : 0;
        host.Fail(Fitness.ForPayload(host.Host, facts, PayloadRuntime.IdentifierOf(payload), bytes));
        if (host.Failed)
        {
            return;
        }

        var tool = Auditor.ToolFor(facts, request.Digest).Value;
        var broadcaster = new Broadcaster(payload, ReleaseName(request.Version, payload.Manifest), tool, request.AfterCopy is not null, run.CompressorFor(host, payload), relay)
        {
            ReadsAll = request.Verify == VerifyMode.Full,
            LinkRate = request.Known.Links.To(host.Host),
        };
        var staged = await broadcaster.StageAsync(host, lease, cancellationToken);
        if (!staged.TryGet(out var release, out var faults))
        {
            host.Fail(CauseOf(faults, lease));
            return;
        }

        var checkedRelease = await new Verifier(tool, run.Identity, request.AfterCopy).VerifyAsync(host, release, broadcaster, cancellationToken);
        if (!checkedRelease.TryGet(out var proven, out faults))
        {
            host.Fail(faults);
            return;
        }

        if (release.WasThere)
        {
            NoteWhatWasThere(host, proven.Receipt.Release);
        }

        verified[host] = proven;
        host.Outcome = HostOutcome.Staged;
        run.Folder?.Write(proven.Receipt);
    }

    // A host that loses the session with the lock removes what was staged; what fails for want of that is not the cause.
    private static IReadOnlyList<Fault> CauseOf(IReadOnlyList<Fault> faults, HostLease lease) =>
        !lease.IsHeld && faults.Any(fault => fault.Code == FaultCatalog.RemoteStepFailed)
            ? [new Fault(FaultCatalog.ConnectionLost, "The connection that held the lock ended during the copy") { Found = faults[0].Message, Try = "Run again" }]
            : faults;

    // The same bytes are one release, whatever it is called and however it was made.
    private void NoteWhatWasThere(HostRun host, string name)
    {
        if (request.Version is { } version && !name.StartsWith(version + "-", StringComparison.Ordinal))
        {
            host.Note($"has these bytes already, as release {SafeText.Line(name)}; version {SafeText.Line(version)} is not put into its name");
        }

        if (request.AfterCopy is not null)
        {
            host.Note($"release {SafeText.Line(name)} is there already: afterCopy was not run again");
        }
    }

    private async Task ActivateAsync(HostRun host, VerifiedRelease checkedRelease, Manifest manifest, CancellationToken cancellationToken)
    {
        var switched = await ReleaseSwitch.ActivateAsync(host, checkedRelease, manifest, request.Keep, cancellationToken);
        if (switched.TryGet(out var release, out var faults))
        {
            activated[host] = release;
        }
        else
        {
            host.Fail(faults);
        }
    }
}
