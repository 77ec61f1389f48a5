using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Tests.Pool;

/// <summary>Hosts that pull from a real dispatcher; only the clock is played, so that hours of tests take no time.</summary>
internal sealed class PoolSimulation
{
    private readonly PriorityQueue<(PoolHost Host, IReadOnlyList<UnitAttempt> Batch), double> busy = new();
    private readonly List<PoolHost> idle = [];
    private readonly Func<TestUnit, double> seconds;
    private readonly double start;

    private readonly PlayedTime time = new();

    public PoolSimulation(IEnumerable<TestUnit> units, DurationHistory history, PoolSettings settings, Func<TestUnit, double> seconds, double start = 0.3)
    {
        Dispatcher = new Dispatcher(units, new UnitEstimates(history), settings, new PoolPolicy(), time);
        this.seconds = seconds;
        this.start = start;
    }

    public Dispatcher Dispatcher { get; }

    public Func<PoolHost, UnitAttempt, UnitOutcome> Judge { get; init; } = (_, _) => UnitOutcome.Passed;

    public List<(string Host, UnitAttempt Attempt)> Ran { get; } = [];

    public int Batches { get; private set; }

    public double Clock => time.Seconds;

    public static PoolHost Host(string name, params string[] tags) => new(new Host { Name = name, Address = name, Tags = tags }, new HostFacts { Os = "Linux", Rid = "linux-x64", Processors = 2 });

    public static List<PoolHost> Hosts(int count) => [.. Enumerable.Range(1, count).Select(number => Host($"h{number}"))];

    /// <summary>Runs until nobody gets anything any more.</summary>
    public async Task RunAsync(IReadOnlyList<PoolHost> hosts)
    {
        foreach (var host in hosts)
        {
            Dispatcher.Join(host);
        }

        idle.AddRange(hosts);
        await GiveAsync();
        while (busy.TryDequeue(out var next, out var at))
        {
            time.Seconds = at;
            foreach (var attempt in next.Batch)
            {
                Ran.Add((next.Host.Name, attempt));
                Dispatcher.Finish(attempt, Judge(next.Host, attempt), TimeSpan.FromSeconds(seconds(attempt.Unit)));
            }

            idle.Add(next.Host);
            await GiveAsync();
        }
    }

    private sealed class PlayedTime : TimeProvider
    {
        public double Seconds { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => (long)(Seconds * TimestampFrequency);
    }

    private async Task GiveAsync()
    {
        foreach (var host in idle.ToList())
        {
            // One that is not answered at once waits for what others may give back.
            var take = Dispatcher.TakeAsync(host, new CancellationToken(canceled: true));
            if (take.IsCanceled)
            {
                continue;
            }

            idle.Remove(host);
            if (await take is { Count: > 0 } batch)
            {
                Batches++;
                busy.Enqueue((host, batch), Clock + start + batch.Sum(attempt => seconds(attempt.Unit)));
            }
        }
    }
}
