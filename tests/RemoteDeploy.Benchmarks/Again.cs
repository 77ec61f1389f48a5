using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;

namespace RemoteDeploy.Benchmarks;

/// <summary>The same payload again, unchanged or with one changed file after every file got a new time: our engine, warm and in this process, beside parallel rsync.</summary>
internal static class Again
{
    private const int Hosts = 8;
    private const int Changed = 300_000;

    /// <summary>Runs and prints.</summary>
    public static async Task<int> RunAsync(int rounds)
    {
        using var payload = PublishLike.Folder(files: 332, bytes: 105_000_000);
        await using var fleet = await SshFleet.StartAsync(Hosts);
        var engine = new DeployEngine(new EngineOptions
        {
            WorkFolder = Directory.CreateTempSubdirectory("rd-bench-").FullName,
            ControlFolder = Directory.CreateTempSubdirectory("rdb").FullName,
        });
        Task Ours() => DeployAsync(engine, fleet, payload.Path);
        Task Rsync() => RsyncAsync(fleet, payload.Path);
        await Rsync();
        await Ours();
        Console.WriteLine($"{Hosts} loopback hosts, {Environment.ProcessorCount} processors, 332 files, 105 MB, {rounds} rounds; ours with warm connections, rsync connects anew");
        var unchanged = new List<(double Rsync, double Ours)>();
        var changed = new List<(double Rsync, double Ours)>();
        var copies = new List<(double Rsync, double Ours)>();
        for (var round = 0; round <= rounds; round++)
        {
            Change(payload.Path);
            changed.Add((await TimeAsync(Rsync), await TimeAsync(Ours)));
            var copy = round;
            copies.Add((changed[^1].Rsync, await TimeAsync(() => CopyAsync(fleet, payload.Path, copy))));
            fleet.Hosts.ToList().ForEach(host => Directory.Delete(host.Outside($"~/copy-{copy}"), recursive: true));
            unchanged.Add((await TimeAsync(Rsync), await TimeAsync(Ours)));
        }

        // The first round warms this process up.
        Print("unchanged", unchanged[1..]);
        Print("all times and 300 kB changed", changed[1..]);

        // A release is never written to again, and never linked: without reflinks every deploy that changes anything copies the rest.
        Print("of that, copying on the hosts", copies[1..]);
        return 0;
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task DeployAsync(DeployEngine engine, SshFleet fleet, string folder)
    {
        var report = await engine.DeployAsync(new DeployRequest
        {
            Hosts = [.. fleet.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name })],
            Payload = folder,
            SshConfig = fleet.ConfigFile,
        });
        if (!report.Succeeded)
        {
            throw new InvalidOperationException(string.Join("\n", report.AllFaults));
        }
    }

    private static Task RsyncAsync(SshFleet fleet, string folder) => Task.WhenAll(fleet.Hosts.Select(host =>
        Programs.MustRunAsync("rsync", "-a", "-e", $"ssh -F '{fleet.ConfigFile}'", folder + "/", $"{host.Name}:rsynced")));

    private static Task CopyAsync(SshFleet fleet, string folder, int copy) =>
        Task.WhenAll(fleet.Hosts.Select(host => Programs.MustRunAsync("cp", "-r", "--preserve=timestamps", "--reflink=auto", folder, host.Outside($"~/copy-{copy}"))));

    private static void Change(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
        }

        File.WriteAllBytes(Path.Combine(folder, "changed.dll"), RandomNumberGenerator.GetBytes(Changed));
    }

    private static void Print(string what, List<(double Rsync, double Ours)> times)
    {
        var ratios = times.Select(time => time.Ours / time.Rsync).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-30} rsync {Median([.. times.Select(time => time.Rsync).Order()]):0.00}  ours {Median([.. times.Select(time => time.Ours).Order()]):0.00}  ratio {Median(ratios):0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
    }

    private static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
}
