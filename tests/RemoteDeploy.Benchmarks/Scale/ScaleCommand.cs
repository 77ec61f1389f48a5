using System.CommandLine;
using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Benchmarks.Scale;

/// <summary>
/// What limits a deploy to very many hosts. Folders play the hosts where only this machine's part is looked at; what ssh costs is
/// measured with real hosts, fewer of them; the rest is arithmetic, and is printed as such.
/// </summary>
internal static class ScaleCommand
{
    private const int SshHosts = 32;
    private const int Streamed = 200;
    private const int LongestChain = 64;
    private static readonly Option<int> Count = new("--hosts") { Description = "Hosts", DefaultValueFactory = _ => 1000 };
    private static readonly Option<int> Forks = new("--forks") { Description = "Hosts worked on at the same time", DefaultValueFactory = _ => 32 };
    private static readonly Option<int> Megabytes = new("--megabytes") { Description = "Size of the payload on the wire, in MB, for the lines about sending", DefaultValueFactory = _ => 50 };
    private static readonly Option<string> Uplink = new("--uplink") { Description = "Rate of this machine's link for those lines, as tc writes it", DefaultValueFactory = _ => "1gbit" };

    public static RootCommand Create()
    {
        Uplink.Validators.Add(result =>
        {
            if (!TestSupport.Lab.LinkRate.TryParse(result.GetValueOrDefault<string>(), out _))
            {
                result.AddError("--uplink: write a whole number and kbit, mbit or gbit, such as 100mbit.");
            }
        });
        var command = new RootCommand("scale: where time, memory and descriptors go with very many hosts. Linux.") { Count, Forks, Megabytes, Uplink };
        command.SetAction(async (parse, _) =>
        {
            await RunAsync(parse.GetValue(Count), parse.GetValue(Forks), parse.GetValue(Megabytes), TestSupport.Lab.LinkRate.Parse(parse.GetValue(Uplink)!) / 8e6);
            return 0;
        });
        return command;
    }

    private static async Task RunAsync(int hosts, int forks, int megabytes, double uplink)
    {
        using var payload = PublishLike.Folder(files: 20, bytes: 200_000);
        var ssh = await MeasureSshAsync(payload, forks);
        var local = await MeasureLocalAsync(payload, hosts, forks);
        var (processors, chains) = (Environment.ProcessorCount, (hosts + LongestChain - 1) / LongestChain);
        var (programs, own) = (ssh.Usage.ChildSeconds / SshHosts, local.OwnSeconds / hosts);
        Console.WriteLine(Text($"{hosts} hosts, {forks} forks, {processors} processors; a payload of {megabytes} MB on the wire, an uplink of {uplink:0.#} MB/s"));
        Console.WriteLine("seconds  of what, and how that is known");
        Line(hosts * (own + programs) / processors, $"this machine's processors, all {processors} of them busy");
        Line(hosts * own / processors, $"  the engine: {own * 1000:0.0} ms a host, measured with {hosts} folders of this machine");
        Line(hosts * programs / processors, $"  ssh: {programs * 1000:0.0} ms a host, measured with {SshHosts} sshd");
        Line(hosts * ssh.Connection / processors, $"    a connection with the default key exchange: {ssh.Connection * 1000:0.0} ms");
        Line(hosts * ssh.Quick / processors, $"    a connection with KexAlgorithms=curve25519-sha256: {ssh.Quick * 1000:0.0} ms");
        Line(hosts * ssh.Alone.Sum(stage => stage.Seconds) / forks, $"waiting for hosts, {forks} at a time");
        foreach (var (phase, seconds) in ssh.Alone)
        {
            Line(hosts * seconds / forks, $"  {phase.ToString().ToLowerInvariant()}: {seconds * 1000:0} ms, measured with one sshd and nothing beside it");
        }

        Line(hosts * megabytes / uplink, $"sending to each: {hosts} times {megabytes} MB over the uplink");
        Line(hosts * megabytes * ssh.Stream / processors, $"  ssh's work for it: {ssh.Stream * 1000:0.0} ms a MB, measured with {Streamed} MB");
        Line(chains * megabytes / uplink, $"sending by relay: {chains} chains of at most {LongestChain} hosts, {megabytes} MB for each chain");
        Line(local.Seconds, $"measured in all: {hosts} folders in place of hosts, whose own work this machine does as well");
        Console.WriteLine("at most, at one time");
        Console.WriteLine(Text($"  memory       {local.Megabytes:0} MB for {hosts} folders, {ssh.Usage.Megabytes:0} MB for {SshHosts} sshd"));
        Console.WriteLine(Text($"  threads      {local.Threads} for {hosts} folders, {ssh.Usage.Threads} for {SshHosts} sshd"));
        Console.WriteLine(Text($"  descriptors  {local.Descriptors} for {hosts} folders, {ssh.Usage.Descriptors} for {SshHosts} sshd; the limit here is {Limit("Max open files")}"));
        Console.WriteLine(Text($"  processes    {ssh.Usage.Processes} of ssh for {SshHosts} sshd; the limit here is {Limit("Max processes")}"));
    }

    private static async Task<Costs> MeasureSshAsync(PayloadFolder payload, int forks)
    {
        await using var fleet = await SshFleet.StartAsync(SshHosts);
        var ssh = $"ssh -F '{fleet.ConfigFile}' -o BatchMode=yes";
        var all = $"for host in {string.Join(' ', fleet.Hosts.Select(host => host.Name))}; do {ssh}";
        var connection = await WorkAsync($"{all} \"$host\" true; done") / SshHosts;
        var quick = await WorkAsync($"{all} -o KexAlgorithms=curve25519-sha256 \"$host\" true; done") / SshHosts;
        var zeros = Path.Combine(fleet.Folder, "stream");
        await Programs.MustRunAsync("truncate", "-s", $"{Streamed}MB", zeros);
        var stream = await WorkAsync($"{ssh} -c aes128-gcm@openssh.com h1 'cat >/dev/null' <'{zeros}'");

        // Once for all that is compiled, once for a host that has this machine for itself, and then all.
        var names = fleet.Hosts.Select(host => new Host { Name = host.Name, Address = host.Name }).ToList();
        var request = new DeployRequest { Hosts = names, Payload = payload.Path, SshConfig = fleet.ConfigFile, Forks = forks, Relay = RelayMode.Off };
        using var sockets = new TemporaryFolder();
        await DeployAsync(request with { App = "first" });
        var report = await DeployAsync(request with { App = "alone", Hosts = names[..1] });
        var usage = await Usage.OfAsync(() => DeployAsync(request with { App = "all" }, sockets.Path), sockets.Path);
        var alone = report.Hosts[0].Timings.Where(timing => timing.Duration.TotalMilliseconds >= 1).Select(timing => (timing.Phase, timing.Duration.TotalSeconds)).ToList();
        return new Costs(connection, quick, (stream - connection) / Streamed, usage, alone);
    }

    private static Task<Usage> MeasureLocalAsync(PayloadFolder payload, int hosts, int forks)
    {
        var names = Enumerable.Range(1, hosts).Select(number => new Host { Name = $"local:h{number}", Address = $"h{number}", Kind = HostKind.Local }).ToList();
        return Usage.OfAsync(() => DeployAsync(new DeployRequest { Hosts = names, Payload = payload.Path, Forks = forks }));
    }

    // Each with connections of its own, and nothing kept.
    private static async Task<RunReport> DeployAsync(DeployRequest request, string? sockets = null)
    {
        using var work = new TemporaryFolder();
        using var own = new TemporaryFolder();
        var report = await new DeployEngine(new EngineOptions { WorkFolder = work.Path, ControlFolder = sockets ?? own.Path }).DeployAsync(request);
        return report.Succeeded ? report : throw new InvalidOperationException(string.Join("\n", report.AllFaults.Take(5)));
    }

    /// <summary>What ssh costs.</summary>
    /// <param name="Connection">Seconds of a processor here for a connection.</param>
    /// <param name="Quick">The same with a quick key exchange.</param>
    /// <param name="Stream">The same for a megabyte.</param>
    /// <param name="Usage">A deploy to all.</param>
    /// <param name="Alone">Seconds that stages of a deploy to a single host take.</param>
    private sealed record Costs(double Connection, double Quick, double Stream, Usage Usage, IReadOnlyList<(Phase Phase, double Seconds)> Alone);

    // Seconds that processors work for what a shell runs, on this side: the shell's own last word about its children.
    private static async Task<double> WorkAsync(string script)
    {
        var words = (await Programs.MustRunAsync("sh", "-c", script + "; times")).Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words[^2..].Sum(word => word.Split('m', 's') is [var minutes, var seconds, ..] ? (60 * Number(minutes)) + Number(seconds) : 0);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static string Limit(string name) => File.ReadLines("/proc/self/limits").First(line => line.StartsWith(name, StringComparison.Ordinal))[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];

    private static void Line(double seconds, FormattableString what) => Console.WriteLine(Text($"{seconds,7:0.0}  {Text(what)}"));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
