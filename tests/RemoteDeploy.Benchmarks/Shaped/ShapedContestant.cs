using System.Diagnostics;
using RemoteDeploy.TestSupport;
using RemoteDeploy.TestSupport.Lab;

namespace RemoteDeploy.Benchmarks.Shaped;

/// <summary>One way to bring a folder to all hosts of a lab, as programs that run in the controller's network.</summary>
internal abstract class ShapedContestant(ShapedFleet fleet)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(15);

    /// <summary>What is printed.</summary>
    public abstract string Name { get; }

    /// <summary>False when a program it needs is not on this machine.</summary>
    public virtual bool CanRun => true;

    /// <summary>True when every host gets its own copy through the controller's cable: then the rate tells how long it takes at least.</summary>
    public virtual bool SendsACopyToEachHost => false;

    /// <summary>True when the copies of <see cref="SendsACopyToEachHost"/> are compressed.</summary>
    public virtual bool Compresses => false;

    /// <summary>True when it sends only what has changed.</summary>
    public virtual bool KnowsWhatIsThere => false;

    protected ShapedFleet Fleet => fleet;

    /// <summary>Where the files of the payload are afterwards, on the host.</summary>
    public abstract string TargetOn(ShapedHost host);

    /// <summary>Gets ready without a file of the payload on the hosts; not timed.</summary>
    public abstract Task PrepareAsync();

    /// <summary>Brings the folder to every host.</summary>
    /// <exception cref="InvalidOperationException">A program says that it failed.</exception>
    public abstract Task CopyAsync(string folder);

    /// <summary>Brings the hosts into the state after a copy; not timed.</summary>
    public virtual Task SeedAsync(string folder) => CopyAsync(folder);

    /// <summary>Removes all that it left on the hosts; not timed.</summary>
    public abstract Task CleanAsync();

    /// <summary>Seconds of a copy, after which every host has as many files and bytes as the payload.</summary>
    public async Task<double> TimeAsync(RealPayload payload)
    {
        var started = Stopwatch.GetTimestamp();
        await CopyAsync(payload.Folder);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        foreach (var host in fleet.Hosts)
        {
            var files = new DirectoryInfo(host.Outside(TargetOn(host))).EnumerateFiles("*", SearchOption.AllDirectories).ToList();
            if (files.Count != payload.Files || files.Sum(file => file.Length) != payload.Bytes)
            {
                throw new InvalidOperationException(
                    $"{Name} said nothing, but {host.Name} has {files.Count} files of {files.Sum(file => file.Length)} bytes, and the payload has {payload.Files} of {payload.Bytes}.");
            }
        }

        return seconds;
    }

    /// <summary>What it needs at least because a copy for each host goes through the controller's cable; null when it sends fewer, or there is no rate.</summary>
    public double? LeastSeconds(CompressedCopy? copy) =>
        SendsACopyToEachHost ? fleet.Hosts.Count * (Compresses ? copy?.LimitSeconds : copy?.PlainSeconds) : null;

    /// <summary>Runs a program in the controller's network.</summary>
    protected Task RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] command) =>
        Programs.MustRunAsync(new ProgramCall(fleet.ControllerPrefix[0], [.. fleet.ControllerPrefix.Skip(1), .. command])
        {
            Environment = environment,
            Deadline = Deadline,
        });

    /// <summary>Runs a line of bash in the controller's network.</summary>
    protected Task ShellAsync(string line) => RunAsync(new Dictionary<string, string?>(StringComparer.Ordinal), "bash", "-o", "pipefail", "-c", line);

    /// <summary>Removes a folder of the home folder on every host.</summary>
    protected void RemoveFromHomes(string folder)
    {
        foreach (var host in fleet.Hosts.Where(host => host.Exists($"~/{folder}")))
        {
            Directory.Delete(host.Outside($"~/{folder}"), recursive: true);
        }
    }
}
