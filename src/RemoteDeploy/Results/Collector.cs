using System.Globalization;
using Microsoft.Extensions.FileSystemGlobbing;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>Brings a suite's results and output here and reads them.</summary>
internal sealed class Collector(FleetRun fleet, HostRun host, string? resultsFolder, string tool)
{
    private const long MaxFile = 64L << 20;

    /// <summary>When the suite was started and how the host's clock runs; null where that is not known, and times say nothing.</summary>
    public HostClock? Clock { get; init; }

    /// <summary>Collects.</summary>
    public async Task<Collected> CollectAsync(TestSuite suite, SuiteCommand command, SuiteGround ground, JobOutput output, CancellationToken cancellationToken)
    {
        var target = fleet.Folder!.ResultsOf(host.Host.Name, suite.Name);
        var collected = new Collected { Output = output.Text() };
        if (command.Results is null)
        {
            return collected with { Files = Existing(target) };
        }

        var faults = new List<Fault>();
        var fetched = await FetchAsync(command.Results, ground, target, faults, cancellationToken);
        var stamp = new ResultStamp(host.Host.Name, ground.Release, ground.Manifest.Digest);
        return Read(suite, fetched, stamp, collected with { Files = Existing(target) }, faults);
    }

    private static string[] Existing(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    private async Task<IReadOnlyList<(string Name, string Path)>> FetchAsync(string pattern, SuiteGround ground, string target, List<Fault> faults, CancellationToken cancellationToken)
    {
        var listed = await Auditor.TreeAsync(host.Session, ground.WorkFolder, "none", cancellationToken);
        if (!listed.TryGet(out var listing, out var failed))
        {
            faults.AddRange(failed);
            return [];
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);

        // Name by name, so that what is fetched is the host's own spelling and not the matcher's.
        var names = listing.Files.Keys.Where(name => matcher.Match("/", name).HasMatches).ToList();
        foreach (var large in names.Where(name => listing.Files[name].Size > MaxFile).ToList())
        {
            names.Remove(large);
            faults.Add(new Fault(FaultCatalog.ResultsUnreadable, "A result file is too large") { Path = SafeText.Line(large), Expected = string.Create(CultureInfo.InvariantCulture, $"at most {MaxFile} bytes"), Found = string.Create(CultureInfo.InvariantCulture, $"{listing.Files[large].Size} bytes") });
        }

        var fetched = await new Fetcher(host.Session, tool, ground.Manifest.Algorithm).FetchAsync(ground.WorkFolder, names, target, host.Transfer, cancellationToken);
        faults.AddRange(fetched.Faults);
        if (names.Count == 0 && faults.Count == 0)
        {
            faults.Add(new Fault(FaultCatalog.ResultsMissing, "The suite left no result file") { Expected = SafeText.Line(pattern), Found = Newest(listing, ground.Manifest), Try = "Check the Results pattern and where the suite writes" });
        }

        var shipped = ground.Manifest.Files.ToDictionary(entry => entry.Path, entry => entry.Digest, StringComparer.Ordinal);
        foreach (var (name, file) in fetched.Files.Where(file => shipped.TryGetValue(file.Key, out var digest) && digest == file.Value.Digest))
        {
            faults.Add(new Fault(FaultCatalog.ResultsStale, "A result file came with the payload and was not written by the suite") { Path = SafeText.Line(name), Try = "Remove result files from the payload" });
        }

        return [.. fetched.Files.Where(file => !(shipped.TryGetValue(file.Key, out var digest) && digest == file.Value.Digest)).Select(file => (file.Key, file.Value.Path))];
    }

    private static string Newest(AuditListing listing, Manifest manifest)
    {
        var shipped = manifest.Files.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        var left = listing.Files.Keys.Where(path => !shipped.Contains(path)).Take(5).ToList();
        return left.Count == 0 ? "no new file at all" : SafeText.Line(string.Join(", ", left), 300);
    }

    private Collected Read(TestSuite suite, IReadOnlyList<(string Name, string Path)> files, ResultStamp stamp, Collected collected, List<Fault> faults)
    {
        var tests = new List<TestResult>();
        var read = 0;
        foreach (var (name, path) in files)
        {
            if (!ResultReader.Read(path).TryGet(out var result, out var failed))
            {
                faults.AddRange(failed);
                continue;
            }

            if (Clock is not null && StaleResults.Of(name, result, Clock) is { } stale)
            {
                faults.Add(stale);
                continue;
            }

            read++;
            tests.AddRange(result.Tests);
            faults.AddRange(ResultChecks.Of(name, result));
            faults.AddRange(Publish(suite, path, files.Count > 1 ? FileNames.Safe(Path.ChangeExtension(name, null).Replace('/', '-')) : null, stamp));
        }

        return collected with { Tests = tests, ResultFiles = read, Faults = faults };
    }

    // One file per host in the folder that people and build servers look at, with the host's name in it.
    private IEnumerable<Fault> Publish(TestSuite suite, string path, string? part, ResultStamp stamp)
    {
        if (resultsFolder is null)
        {
            yield break;
        }

        var file = $"{FileNames.Safe(suite.Name)}_{(part is null ? "" : part + "_")}{FileNames.Safe(host.Host.Name)}{Path.GetExtension(path)}";
        Fault? fault = null;
        try
        {
            Directory.CreateDirectory(resultsFolder);
            StampedCopy.Write(path, Path.Combine(resultsFolder, file), stamp);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = new Fault(FaultCatalog.CannotWriteHere, "A result file cannot be written to the results folder") { Path = Path.Combine(resultsFolder, file), Found = exception.Message };
        }

        if (fault is not null)
        {
            yield return fault;
        }
    }
}
