using System.Globalization;
using RemoteDeploy.Compression;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Remoting;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;

namespace RemoteDeploy.Broadcast.Relaying;

/// <summary>One stream on its way through several hosts, from the connections to the digests of what has landed.</summary>
internal sealed class RelayPassage
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestHalting = TimeSpan.FromSeconds(10);
    private readonly PayloadSnapshot payload;
    private readonly PayloadCompressor? compressor;
    private readonly TimeProvider time;
    private readonly IReadOnlyList<ManifestEntry> files;
    private readonly RelayStation[] stations;
    private readonly RelayTopology topology;
    private readonly TaskCompletionSource<bool> letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<RelayStation, (RelayTrouble Trouble, string Words)> troubles = [];
    private readonly long total;
    private long written;
    private long sent;
    private long started;

    public RelayPassage(PayloadSnapshot payload, PayloadCompressor? compressor, TimeProvider time, IReadOnlyList<RelayMember> members, RelayTopology topology)
    {
        this.payload = payload;
        this.compressor = compressor;
        this.time = time;
        this.topology = topology;
        var wanted = members.SelectMany(member => member.Missing.Select(entry => entry.Path)).ToHashSet(StringComparer.Ordinal);
        files = [.. payload.Manifest.Files.Where(entry => wanted.Contains(entry.Path))];
        total = files.Sum(entry => entry.Size);
        stations = [.. topology.Stations.Select((host, number) => NewStation(members[host], topology.Feeders[number]))];
    }

    /// <summary>The stations, in the order of the topology.</summary>
    public IReadOnlyList<RelayStation> Stations => stations;

    /// <summary>Hosts that were left out, and why.</summary>
    public IReadOnlyDictionary<RelayStation, (RelayTrouble Trouble, string Words)> Troubles => troubles;

    /// <summary>Sends the stream on its way, and waits until all stations have said what they hold, or are left out.</summary>
    /// <param name="cancellationToken">Ends everything.</param>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var streaming = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var keys = stations.Select(station => station.Feeder < 0 ? null : RelayKey.Create()).ToArray();
        for (var number = 0; number < stations.Length; number++)
        {
            stations[number].Begin(CallFor(number, keys, streaming.Token), stations[number].Member.Run.Deadline.Token);
        }

        if (await AllOpenAsync(cancellationToken))
        {
            started = time.GetTimestamp();
            Array.ForEach(stations, station => station.LetGo());
            letGo.SetResult(true);
            await WatchAsync(cancellationToken);
        }

        if (troubles.Count > 0)
        {
            await streaming.CancelAsync();
            letGo.TrySetResult(false);
            await HaltAsync(cancellationToken);
        }

        Array.ForEach(stations, CountRelayed);
    }

    // Whoever has the whole stream has got what went out; of the others it is known to the second.
    private void CountRelayed(RelayStation station)
    {
        if (station.Feeder >= 0)
        {
            var bytes = station.Landing is { Length: 0 } ? Volatile.Read(ref written) : station.Received;
            station.Member.Run.Describe(report => report with { BytesRelayed = report.BytesRelayed + bytes });
        }
    }

    private RelayStation NewStation(RelayMember member, int feeder) => new(member, feeder, time)
    {
        // What has come is known in bytes of the stream; people want to know how much of the payload it is.
        OnReceived = bytes => member.Run.Transfer(Volatile.Read(ref written) is > 0 and var all ? (long)(Math.Min(1.0, (double)bytes / all) * Volatile.Read(ref sent)) : 0, total),
    };

    private ScriptCall CallFor(int number, RelayKey?[] keys, CancellationToken streaming)
    {
        var station = stations[number];
        var member = station.Member;
        var from = station.Feeder < 0 ? "" : string.Join(',', stations[station.Feeder].Member.Run.Facts!.Addresses);
        IEnumerable<string> next = topology.FedBy(number).Select(fed => Next(stations[fed].Member, keys[fed]!));
        return new ScriptCall("relay", [
            member.Lease.Staging, member.IsFresh ? "yes" : "no", member.Tool, member.Encoding ?? "none",
            member.Lease.Folder, member.Lease.Run, keys[number]?.Public ?? "", from, .. next])
        {
            HoldsInput = station.Feeder >= 0,
            Input = async (to, token) =>
            {
                var goes = await letGo.Task.WaitAsync(token);
                await to.WriteAsync(goes ? "go\n"u8.ToArray() : "no\n"u8.ToArray(), token);
                await to.FlushAsync(token);
                if (goes && station.Feeder < 0)
                {
                    await SendAsync(to, number, token, streaming);
                }
            },
        };
    }

    private static string Next(RelayMember member, RelayKey key)
    {
        var facts = member.Run.Facts!;
        var first = string.Create(CultureInfo.InvariantCulture, $"{facts.Addresses[0]} {facts.SshPort} {facts.User} {member.Identity.Alias}");
        return string.Join('\n', [first, .. member.Identity.Keys, "-", key.Private]);
    }

    private async Task SendAsync(Stream to, int number, CancellationToken token, CancellationToken streaming)
    {
        var isCounted = number == 0;
        using var both = CancellationTokenSource.CreateLinkedTokenSource(token, streaming);
        var counting = new CountingStream(to) { OnCount = isCounted ? bytes => Volatile.Write(ref written, bytes) : null };
        try
        {
            await TarStream.WriteAsync(counting, payload, files, bytes => Volatile.Write(ref sent, isCounted ? sent + bytes : sent), compressor, both.Token);
        }
        catch (OperationCanceledException) when (streaming.IsCancellationRequested && !token.IsCancellationRequested)
        {
            // The passage is over. The host is told so over its other session: this one may be full.
        }
        finally
        {
            stations[number].Member.Run.Describe(report => report with { BytesOnWire = report.BytesOnWire + counting.Count });
        }
    }

    // All must be there before the first connects to another: a host that cannot take part is left out of the next passage.
    private async Task<bool> AllOpenAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(Task.WhenAll(stations.Select(station => station.Opened)), Task.Delay(LongestOpening, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var station in stations.Where(station => !station.IsOpen))
        {
            var words = station.Opened.IsCompleted ? Words(await station.Session!) : "it does not get ready";
            troubles[station] = (station.Opened.IsCompleted ? RelayTrouble.Unable : RelayTrouble.Silent, words);
        }

        return troubles.Count == 0;
    }

    private static string Words(Attempt<Reply> session) =>
        session.TryGet(out _, out var faults) ? "" : faults[0].Found is { Length: > 0 } found ? found : faults[0].Message;

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        var all = Task.WhenAll(stations.Select(station => station.Session!));
        while (!all.IsCompleted && troubles.Count == 0)
        {
            await Task.WhenAny(all, timer.WaitForNextTickAsync(cancellationToken).AsTask());
            cancellationToken.ThrowIfCancellationRequested();
            await LookAsync();
        }
    }

    private async Task LookAsync()
    {
        for (var number = 0; number < stations.Length; number++)
        {
            var station = stations[number];
            if (station.Session is { IsCompleted: true } session && station.Landing is null)
            {
                troubles[station] = (RelayTrouble.Ended, Words(await session));
            }

            foreach (var (place, words) in station.Broken)
            {
                Blame(number, place, words);
            }
        }

        if (troubles.Count == 0 && RelayWatch.Judge([.. stations.Select(station => station.Look)], time.GetElapsedTime(started)) is var (guilty, trouble))
        {
            var by = stations[guilty].Feeder < 0 ? "this machine" : stations[stations[guilty].Feeder].Member.Name;
            troubles[stations[guilty]] = (trouble, trouble switch
            {
                RelayTrouble.Silent => "it does not answer",
                RelayTrouble.NotReached => $"{by} does not get through to it",
                _ => $"it takes nothing more from {by}",
            });
        }
    }

    // A host that makes up others is not to be passed through. What failed for one that has all of it is of no interest.
    private void Blame(int number, int place, string words)
    {
        var (guilty, trouble) = topology.FedBy(number, place) is { } next
            ? (stations[next], (RelayTrouble.NotReached, $"{stations[number].Member.Name} cannot reach it: {words}"))
            : (stations[number], (RelayTrouble.Unable, $"it says that it cannot reach a host that it was not given: {words}"));
        if (guilty.Landing is not { Length: 0 })
        {
            troubles[guilty] = trouble;
        }
    }

    // Whoever can be spoken to says what it holds.
    private async Task HaltAsync(CancellationToken cancellationToken)
    {
        var speaking = stations
            .Where(station => !station.Session!.IsCompleted && !(troubles.TryGetValue(station, out var trouble) && trouble.Trouble is RelayTrouble.Silent))
            .ToDictionary(station => station, station => HaltAsync(station));
        await Task.WhenAny(Task.WhenAll(speaking.Values), Task.Delay(LongestHalting, time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var station in speaking.Where(pair => !pair.Value.IsCompleted).Select(pair => pair.Key))
        {
            troubles[station] = (RelayTrouble.Silent, "it does not say what it holds");
        }
    }

    private static async Task HaltAsync(RelayStation station)
    {
        await station.HaltAsync(station.Member.Run.Deadline.Token);
        await station.Session!;
    }
}
