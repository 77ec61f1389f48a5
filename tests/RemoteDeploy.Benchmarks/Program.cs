// Usage: RemoteDeploy.Benchmarks [ROUNDS [PART-OF-A-NAME]]. With a part of a name, only contestants that have it, to look closer at one. Needs sshd; build/setup.sh installs it.
//        RemoteDeploy.Benchmarks many [ROUNDS [PART-OF-A-NAME]]: the same with 2,306 files of 226 MB in total.
//        RemoteDeploy.Benchmarks again [ROUNDS]: the same payload again, unchanged and changed, beside rsync.
//        RemoteDeploy.Benchmarks pool [ROUNDS]: 200 tests on six hosts, shared and split beforehand.
//        RemoteDeploy.Benchmarks scale [OPTIONS], see --help: what limits a deploy to very many hosts.
//        RemoteDeploy.Benchmarks shaped [OPTIONS], see --help: hosts behind cables of a given rate.
// Each round copies the same payload to the same loopback hosts with each contestant in turn, into fresh folders; what they
// wrote is removed between rounds.
using System.CommandLine;
using System.Globalization;
using RemoteDeploy.Benchmarks;
using RemoteDeploy.Benchmarks.Scale;
using RemoteDeploy.Benchmarks.Shaped;
using RemoteDeploy.Payload;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Hosts;

// In memory, where there is enough of it: the disk's mood is not to be measured.
if (Directory.Exists("/dev/shm") && new DriveInfo("/dev/shm").AvailableFreeSpace > 6L << 30)
{
    Environment.SetEnvironmentVariable("TMPDIR", "/dev/shm");
}

if (args is ["shaped", ..])
{
    return await InvokeAsync(ShapedCommand.Create());
}

if (Programs.Find("ssh") is null || !File.Exists("/usr/sbin/sshd"))
{
    Console.Error.WriteLine("Cannot run: sshd or ssh is missing on this machine. build/setup.sh installs them.");
    return 64;
}

if (args is ["scale", ..])
{
    return await InvokeAsync(ScaleCommand.Create());
}

if (args is ["pool", ..])
{
    return await Pooled.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2);
}

if (args is ["again", ..])
{
    return await Again.RunAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 5);
}

var isMany = args is ["many", ..];
args = isMany ? args[1..] : args;
var (files, bytes) = isMany ? (2306, 226_000_000) : (332, 105_000_000);
var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
const int Hosts = 4;

using var payload = PublishLike.Folder(files, bytes);
await using var fleet = await SshFleet.StartAsync(Hosts);
Console.WriteLine($"{Hosts} loopback hosts, {Environment.ProcessorCount} processors, {files} files, {bytes / 1_000_000} MB, {rounds} rounds after one warm-up; seconds, and seconds of all processors together");
var contestants = new IContestant[] { new TarOverSsh(fleet), new TarOverSshVerified(fleet), new ScpInParallel(fleet), new RsyncInParallel(fleet), new OurDeploy(fleet, isFirst: true), new OurDeploy(fleet, isFirst: false), new OurDeploy(fleet, isFirst: false, DigestAlgorithm.Sha256), new OurRepeat(fleet) };
contestants = [.. contestants.Where(contestant => args.Length < 2 || contestant.Name.Contains(args[1], StringComparison.Ordinal))];
var times = contestants.ToDictionary(contestant => contestant, _ => new List<double>());
var work = contestants.ToDictionary(contestant => contestant, _ => new List<double>());
for (var round = 0; round <= rounds; round++)
{
    // Whoever comes first has the quietest machine: each in its turn.
    var running = contestants.Where(contestant => contestant.CanRun).ToList();
    var first = round % running.Count;
    foreach (var contestant in (IEnumerable<IContestant>)[.. running.Skip(first), .. running.Take(first)])
    {
        var busy = Machine.BusySeconds();
        var seconds = await contestant.RunAsync(payload.Path, round);
        if (round > 0)
        {
            times[contestant].Add(seconds);
            work[contestant].Add(Machine.BusySeconds() - busy);
        }
    }

    // File systems work off deletions: nobody is to be timed in them.
    running.ForEach(contestant => contestant.Clean());
    await Task.Delay(TimeSpan.FromSeconds(2));
}

foreach (var contestant in contestants)
{
    // Each round is compared with itself: the machine's speed changes from one to the next.
    var ratios = times[contestant].Zip(times[contestants[0]], (own, reference) => own / reference).Order().ToList();
    var sorted = times[contestant].Order().ToList();
    Console.WriteLine(sorted.Count == 0
        ? $"{contestant.Name,-58} not on this machine"
        : string.Create(CultureInfo.InvariantCulture, $"{contestant.Name,-58} min {sorted[0]:0.00}  median {Median(sorted):0.00}  max {sorted[^1]:0.00}  ratio to tar|ssh {Median(ratios):0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})  processors {Median([.. work[contestant].Order()]):0.0}"));
}

return 0;

async Task<int> InvokeAsync(RootCommand command)
{
    var parse = command.Parse(args[1..]);
    var exit = await parse.InvokeAsync();
    return parse.Errors.Count > 0 ? 64 : exit;
}

static double Median(List<double> sorted) => (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
