using System.Globalization;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>Runs the scenarios one after another, each on a fleet of its own.</summary>
internal sealed class ShapedBenchmark(ShapedSettings settings, string tool)
{
    private bool allWell = true;

    /// <summary>False when a contestant failed.</summary>
    public async Task<bool> RunAsync()
    {
        Console.WriteLine($"{Environment.ProcessorCount} processors play the controller and all hosts; median of {settings.Rounds}; \"processors\": seconds of all together");
        foreach (var scenario in settings.Scenarios)
        {
            await (scenario switch
            {
                "cold" => ColdAsync("cold: new to the hosts and to this machine, new connections", settings.Hosts, RealPayload.PublishLike),
                "many" => ColdAsync("many small files, otherwise cold", 4, RealPayload.ManySmall),
                "repeat" => AgainAsync("repeat: nothing has changed, connections of the copy before if one keeps them", _ => { }),
                "touched" => AgainAsync("touched: every file has a new time, as after a rebuild", payload => payload.Touch()),
                "changed" => AgainAsync("changed: every file has a new time, and one of 300 kB is another", payload =>
                {
                    payload.ChangeOne();
                    payload.Touch();
                }),
                _ => TwiceTheHostsAsync(),
            });
        }

        return allWell;
    }

    private static string About(ShapedFleet fleet, RealPayload payload)
    {
        var cables = fleet.RateBits is { } rate ? $"every cable {rate / 1e6:0.##} Mbit/s" : "cables without limit";
        return string.Create(CultureInfo.InvariantCulture, $"  {fleet.Hosts.Count} hosts, {cables}, {payload.Files} files, {payload.Bytes / 1e6:0.0} MB");
    }

    private static string About(CompressedCopy copy)
    {
        var limit = copy.LimitSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $" the limit, {seconds:0.00} s by the rate;") : "";
        return string.Create(CultureInfo.InvariantCulture, $"  one compressed copy (tar | gzip -1, {copy.Bytes / 1e6:0.0} MB):{limit} {copy.SentSeconds:0.00} s really sent to one host over ssh");
    }

    private async Task ColdAsync(string title, int hosts, Func<RealPayload> create)
    {
        using var payload = create();
        await using var fleet = await ShapedFleet.StartAsync(hosts, settings.RateOr("50mbit"));
        var copy = await CompressedCopy.MeasureAsync(fleet, payload);
        var rows = await RunAllAsync(Contestants(fleet), copy, async contestant =>
        {
            await contestant.PrepareAsync();
            return await MeasureAsync(contestant, payload);
        });
        ResultTable.Print($"{title}\n{About(fleet, payload)}\n{About(copy)}", copy.LimitSeconds, Ours(rows), "ours", rows);
    }

    private async Task AgainAsync(string title, Action<RealPayload> change)
    {
        using var payload = RealPayload.PublishLike();
        await using var fleet = await ShapedFleet.StartAsync(settings.Hosts, settings.RateOr("50mbit"));
        var rows = await RunAllAsync(Contestants(fleet).Where(contestant => contestant.KnowsWhatIsThere), copy: null, async contestant =>
        {
            await contestant.PrepareAsync();
            await contestant.SeedAsync(payload.Folder);
            change(payload);
            return await MeasureAsync(contestant, payload);
        });
        ResultTable.Print($"{title}\n{About(fleet, payload)}", limit: null, Ours(rows), "ours", rows);
    }

    private async Task TwiceTheHostsAsync()
    {
        using var payload = RealPayload.PublishLike();
        var rate = settings.RateOr("25mbit");
        var rows = new List<Row>();
        var heading = "16 hosts against 8, otherwise cold";
        double? limit = null;
        foreach (var hosts in (int[])[8, 16])
        {
            await using var fleet = await ShapedFleet.StartAsync(hosts, rate);
            var copy = await CompressedCopy.MeasureAsync(fleet, payload);
            heading += $"\n{About(fleet, payload)}\n{About(copy)}";
            limit = copy.LimitSeconds;
            var ours = Contestants(fleet).OfType<OurTool>();
            rows.AddRange(await RunAllAsync(ours, copy, async contestant =>
            {
                await contestant.PrepareAsync();
                return await MeasureAsync(contestant, payload);
            }, $"{hosts} hosts, "));
        }

        ResultTable.Print(heading, limit, rows.FirstOrDefault(), "8 hosts", rows);
    }

    private static async Task<(double Seconds, double Busy)> MeasureAsync(ShapedContestant contestant, RealPayload payload)
    {
        var busy = Machine.BusySeconds();
        var seconds = await contestant.TimeAsync(payload);
        return (seconds, Machine.BusySeconds() - busy);
    }

    private static Row? Ours(List<Row> rows) => rows.Find(row => row.Name.StartsWith("remotedeploy", StringComparison.Ordinal));

    private List<ShapedContestant> Contestants(ShapedFleet fleet)
    {
        List<ShapedContestant> all =
        [
            ShellPeer.Scp(fleet), ShellPeer.Tar(fleet), ShellPeer.Rsync(fleet, "-a"), ShellPeer.Rsync(fleet, "-az"), new Clush(fleet), new NaiveRelay(fleet),
            .. settings.Ours.Select(options => new OurTool(fleet, tool, options)),
        ];
        return [.. all.Where(contestant => settings.Only is null || contestant.Name.Contains(settings.Only, StringComparison.Ordinal))];
    }

    private async Task<List<Row>> RunAllAsync(
        IEnumerable<ShapedContestant> contestants, CompressedCopy? copy, Func<ShapedContestant, Task<(double Seconds, double Busy)>> measure, string prefix = "")
    {
        var rows = contestants.Select(contestant => (Contestant: contestant, Row: new Row(prefix + contestant.Name))).ToList();
        foreach (var (contestant, row) in rows)
        {
            if (!contestant.CanRun)
            {
                row.Note = "not on this machine";
            }
            else if (!settings.Slow && contestant.LeastSeconds(copy) is { } least)
            {
                row.Add(least);
                row.Note = "computed from the rate (--slow runs it)";
            }
        }

        // Round by round, not one contestant after the other: the machine's speed changes meanwhile, and should do so for all.
        var running = rows.Where(pair => pair.Row.Note is null).ToList();
        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var (contestant, row) in running.Where(pair => pair.Row.Note is null))
            {
                await RunOnceAsync(contestant, row, measure);
            }
        }

        return [.. rows.Select(pair => pair.Row)];
    }

    private async Task RunOnceAsync(ShapedContestant contestant, Row row, Func<ShapedContestant, Task<(double Seconds, double Busy)>> measure)
    {
        try
        {
            await Console.Error.WriteAsync($"  … {row.Name}: ");
            var (seconds, busy) = await measure(contestant);
            row.Add(seconds, busy);
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s"));
        }
        catch (Exception exception) when (exception is InvalidOperationException or TimeoutException or IOException)
        {
            allWell = false;
            row.Note = "failed";
            await Console.Error.WriteLineAsync($"failed: {exception.Message}");
        }
        finally
        {
            await contestant.CleanAsync();
        }
    }
}
