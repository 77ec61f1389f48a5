using RemoteDeploy.Compression;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>
/// Where the hosts of a run meet that lack the same files, to get them by way of each other. A host that falls out of a passage
/// costs only itself: the others go on without it, with what they still lack.
/// </summary>
internal sealed class Relay : IDisposable
{
    // How often the rest is tried without the hosts that fell out, before everybody is sent it directly.
    private const int MostPassages = 4;

    // A host that says nothing for this long while others speak is lost.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan LongestMeasuring = TimeSpan.FromSeconds(2);
    private readonly TimeProvider time;
    private readonly RelayPlan plan;
    private readonly CancellationToken cancellationToken;
    private readonly long started;
    private readonly Lock gate = new();
    private readonly List<HostRun> order;
    private readonly HashSet<HostRun> expected;
    private readonly List<Waiting> waiting = [];
    private readonly ITimer patience;
    private Task<double?>? measured;

    private sealed record Waiting(RelayMember Member, PayloadSnapshot Payload, PayloadCompressor? Compressor, TaskCompletionSource<RelayOutcome> Done);

    /// <param name="plan">Decides what goes host to host.</param>
    /// <param name="hosts">Hosts that may come.</param>
    /// <param name="time">Clock.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public Relay(RelayPlan plan, IEnumerable<HostRun> hosts, TimeProvider time, CancellationToken cancellationToken)
    {
        this.plan = plan;
        this.time = time;
        this.cancellationToken = cancellationToken;
        order = [.. hosts];
        expected = [.. order];
        started = time.GetTimestamp();
        patience = time.CreateTimer(_ => Depart(late: true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>How many hosts may come in all.</summary>
    public int Hosts => order.Count;

    /// <summary>True when that many bytes to each host are worth meeting for.</summary>
    public bool IsWorthwhile(long bytes) => plan.IsWorthwhile(bytes, Hosts);

    /// <summary>True when a host may get its files by way of others.</summary>
    public bool Expects(HostRun host)
    {
        lock (gate)
        {
            return expected.Contains(host);
        }
    }

    /// <summary>A host does not come, or not any more.</summary>
    public void Leave(HostRun host)
    {
        lock (gate)
        {
            expected.Remove(host);
        }

        Depart(late: false);
    }

    /// <summary>Bytes per second to the first host that asks: all ask for one measurement.</summary>
    /// <param name="measure">Measures. Nothing else goes on meanwhile: on a fast link, hosts that still connect would take the processors it needs.</param>
    public Task<double?> MeasureAsync(Func<Task<double?>> measure)
    {
        lock (gate)
        {
            return measured ??= LimitedAsync(measure);
        }
    }

    // The others do not suffer from what happens to the host that is asked.
    private async Task<double?> LimitedAsync(Func<Task<double?>> measure)
    {
        try
        {
            return await measure().WaitAsync(LongestMeasuring, time, cancellationToken);
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>A host comes, and waits for what is done for it.</summary>
    /// <param name="member">The host.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="compressor">Compresses; null for hosts that get streams as they are.</param>
    /// <param name="hostToken">Ends the wait.</param>
    public async Task<RelayOutcome> JoinAsync(RelayMember member, PayloadSnapshot payload, PayloadCompressor? compressor, CancellationToken hostToken)
    {
        var done = new TaskCompletionSource<RelayOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            expected.Remove(member.Run);
            waiting.Add(new Waiting(member, payload, compressor, done));

            // Those who are there wait for the others, but not for one that takes far longer than they did.
            var patient = time.GetElapsedTime(started) / 2;
            patience.Change(patient > plan.LeastPatience ? patient : plan.LeastPatience, Timeout.InfiniteTimeSpan);
        }

        Depart(late: false);
        return await done.Task.WaitAsync(hostToken);
    }

    /// <inheritdoc/>
    public void Dispose() => patience.Dispose();

    private void Depart(bool late)
    {
        List<Waiting> batch;
        lock (gate)
        {
            if (waiting.Count == 0 || (expected.Count > 0 && !late))
            {
                return;
            }

            batch = [.. waiting];
            waiting.Clear();
        }

        foreach (var group in batch.GroupBy(one => (one.Compressor?.Encoding.Name, Missing: SetOf(one.Member.Missing))))
        {
            _ = ServeAsync([.. group]);
        }
    }

    // Hosts that lack different files are sent them apart.
    private static string SetOf(IReadOnlyList<ManifestEntry> missing) => string.Join('\n', missing.Select(entry => entry.Path));

    private async Task ServeAsync(IReadOnlyList<Waiting> group)
    {
        var open = group.ToDictionary(one => one.Member.Run, one => one.Done);
        try
        {
            await RunAsync(group, (host, outcome) => open[host].TrySetResult(outcome));
        }
        catch (OperationCanceledException)
        {
            foreach (var done in open.Values)
            {
                done.TrySetCanceled(cancellationToken);
            }
        }
        catch (Exception exception)
        {
            foreach (var done in open.Values)
            {
                done.TrySetException(exception);
            }
        }
    }

    private async Task RunAsync(IReadOnlyList<Waiting> group, Action<HostRun, RelayOutcome> tell)
    {
        var members = plan.Order(group.Select(one => one.Member).OrderBy(member => order.IndexOf(member.Run))).ToList();
        var unknown = RelayPlan.NeedsRate(members.Sum(member => member.Bytes)) ? members.Find(member => member.LinkRate is null) : null;
        var rate = unknown is null ? null : await MeasureAsync(() => unknown.Lease.MeasureAsync(unknown.Run.Deadline.Token));
        var compressor = group[0].Compressor is { } suited && suited.Suit(rate ?? members.Min(member => member.LinkRate)) ? suited : null;
        members = [.. members.Select(member => member with { Encoding = compressor?.Encoding.Name })];
        var silent = new List<Task>();
        for (var round = 0; round < MostPassages && plan.ModeFor(members, rate) is not RelayMode.Off and var mode; round++)
        {
            var topology = RelayTopology.Of(mode, [.. members.Select(member => member.Run.Facts!.HasSshClient)]);
            var passage = new RelayPassage(group[0].Payload, compressor, time, members, topology);
            members.ForEach(member => member.Run.Enter(Phase.Copy, round == 0 ? "host to host" : "host to host, again"));
            await passage.RunAsync(cancellationToken);
            members = Settle(passage, group[0].Payload.Manifest, tell, silent);
        }

        members.ForEach(member => tell(member.Run, Direct(member)));
        await Task.WhenAll(silent);
    }

    // Those who have all are done; those who fell out are looked after one by one; the others are left for the next passage.
    private List<RelayMember> Settle(RelayPassage passage, Manifest manifest, Action<HostRun, RelayOutcome> tell, List<Task> silent)
    {
        var rest = new List<RelayMember>();
        foreach (var station in passage.Stations)
        {
            var member = After(station, manifest);
            if (passage.Troubles.TryGetValue(station, out var trouble))
            {
                if (trouble.Trouble == RelayTrouble.Silent)
                {
                    silent.Add(AwaitSignAsync(station, manifest, tell));
                    continue;
                }

                member.Run.Note($"is sent the payload directly: {trouble.Words}");
                tell(member.Run, Direct(member));
            }
            else if (station.Landing is { Length: 0 })
            {
                NoteDifferences(passage, station, member);
                tell(member.Run, new RelayOutcome([], station.Listing) { IsComplete = true, KnownCopies = member.KnownCopies });
            }
            else if (passage.Troubles.Count > 0)
            {
                rest.Add(member);
            }
            else
            {
                // Nobody ended it, and still it was no whole stream here: the way there is not to be used again.
                member.Run.Note($"is sent the payload directly: what came by way of {FeederOf(passage, station)} could not be unpacked: {station.Landing ?? "no word"}");
                tell(member.Run, Direct(member));
            }
        }

        return rest;
    }

    private static RelayOutcome Direct(RelayMember member) => new(member.Missing, null)
    {
        IsFresh = member.IsFresh,
        IsCompressed = member.Encoding is not null,
        KnownCopies = member.KnownCopies,
    };

    // What the host lacks now.
    private static RelayMember After(RelayStation station, Manifest manifest)
    {
        var member = station.Member with { IsFresh = station.Member.IsFresh && !station.IsOpen };
        return station.Listing is { } listing ? member.Lacking(ReleaseComparison.Of(manifest, listing, member.KnownCopies).Resend) : member;
    }

    private static string FeederOf(RelayPassage passage, RelayStation station) => station.Feeder < 0 ? "this machine" : passage.Stations[station.Feeder].Member.Name;

    private static void NoteDifferences(RelayPassage passage, RelayStation station, RelayMember member)
    {
        if (station.Listing is not null && member.Missing.Count > 0 && station.Feeder >= 0)
        {
            member.Run.Note($"what came by way of {FeederOf(passage, station)} was not what was sent: {SafeText.Line(member.Missing[0].Path, 200)}");
        }
    }

    private async Task AwaitSignAsync(RelayStation station, Manifest manifest, Action<HostRun, RelayOutcome> tell)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(250), time);
        while (!station.Session!.IsCompleted && station.Silent < LongestSilence)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            if (station.Silent < TimeSpan.FromSeconds(1))
            {
                station.Member.Run.Note("is sent the payload directly: it did not answer for a while");
                await station.HaltAsync(cancellationToken);
                await Task.WhenAny(station.Session, Task.Delay(LongestSilence, time, cancellationToken));
                if (!station.Session.IsCompleted)
                {
                    // It says that it lives and not what it holds: it waits for somebody who is gone, and is not waited for.
                    await station.AbandonAsync();
                }

                tell(station.Member.Run, Direct(After(station, manifest)));
                return;
            }
        }

        var fault = station.Session.IsCompleted && (await station.Session).Faults is [var found, ..]
            ? found
            : new Fault(FaultCatalog.HostStalled, $"The host fell silent while it was sent the payload: no sign of life for {station.Silent.TotalSeconds:0} s")
            {
                Try = "Look at its power and its network, and run again",
            };
        await station.AbandonAsync();
        tell(station.Member.Run, Direct(station.Member) with { Lost = fault });
    }
}
