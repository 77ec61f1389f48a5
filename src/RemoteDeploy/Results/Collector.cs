using System.Globalization;
using Microsoft.Extensions.FileSystemGlobbing;
using RemoteDeploy.Faults;
using RemoteDeploy.Payload;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>Brings a suite's results here, and reads them: two steps, so that what is here already can be read without the host.</summary>
internal sealed class Collector(HostRun host, string tool)
{
    private const long MostBytes = 1L << 30;
    private const int MostFiles = 10_000;

    /// <summary>Brings the result files.</summary>
    /// <param name="pattern">Glob of their names; null to bring none.</param>
    /// <param name="ground">The suite's folder on the host.</param>
    /// <param name="target">Folder here.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<BroughtResults> FetchAsync(string? pattern, SuiteGround ground, string target, CancellationToken cancellationToken)
    {
        if (pattern is null)
        {
            return new BroughtResults();
        }

        var listed = await Auditor.TreeAsync(host.Session, ground.WorkFolder, "none", cancellationToken);
        return listed.TryGet(out var listing, out var failed)
            ? await FetchAsync(pattern, ground, listing, target, cancellationToken)
            : new BroughtResults { Faults = [.. failed.Select(fault => Missing(pattern, fault))] };
    }

    /// <summary>Reads result files that are here.</summary>
    /// <param name="brought">The files.</param>
    /// <param name="target">Folder with everything that was brought.</param>
    /// <param name="output">What was printed.</param>
    public static Collected Judge(BroughtResults brought, string target, string output)
    {
        var faults = brought.Faults.ToList();
        var tests = new List<TestResult>();
        var read = new List<(string, string)>();
        foreach (var (name, path) in brought.Files)
        {
            if (!ResultReader.Read(path).TryGet(out var result, out var failed))
            {
                faults.AddRange(failed);
            }
            else if (brought.Clock is not null && StaleResults.Of(name, result, brought.Clock) is { } stale)
            {
                faults.Add(stale);
            }
            else
            {
                read.Add((name, path));
                tests.AddRange(result.Tests);
                faults.AddRange(ResultChecks.Of(name, result));
            }
        }

        return new Collected { Files = Existing(target), Tests = tests, Read = read, Faults = faults, Output = output };
    }

    private static string[] Existing(string folder) => Directory.Exists(folder) ? Directory.GetFiles(folder, "*", SearchOption.AllDirectories) : [];

    private async Task<BroughtResults> FetchAsync(string pattern, SuiteGround ground, AuditListing listing, string target, CancellationToken cancellationToken)
    {
        var faults = new List<Fault>();
        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddInclude(pattern);

        // Name by name, so that what is fetched is the host's own spelling and not the matcher's.
        bool IsResult(string name) => matcher.Match("/", name).HasMatches;
        var linked = LinkedResults.Of(listing, ground.WorkFolder, ground.Manifest.Entries.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal).Contains, IsResult);
        var names = listing.Files.Keys.Where(IsResult).Union(linked.Names, StringComparer.Ordinal).ToList();
        faults.AddRange(linked.Outside.Select(link => new Fault(FaultCatalog.ResultsUnreadable, "A result file is a link that leads out of the suite's folder, or in a circle")
        {
            Path = SafeText.Line(link),
            Found = SafeText.Line(listing.Links[link], 300),
            Try = "Have the suite write or copy the file itself into its folder",
        }));
        foreach (var large in names.Where(name => listing.Files[name].Size > ResultReader.MaxBytes).ToList())
        {
            names.Remove(large);
            faults.Add(new Fault(FaultCatalog.ResultsUnreadable, "A result file is too large to be brought here")
            {
                Path = SafeText.Line(large),
                Expected = string.Create(CultureInfo.InvariantCulture, $"at most {ResultReader.MaxBytes} bytes"),
                Found = string.Create(CultureInfo.InvariantCulture, $"{listing.Files[large].Size} bytes"),
                Try = $"{ResultReader.Smaller}; to see what is in it, name it as an artifact",
            });
        }

        faults.AddRange(ClosedFolders.Within(listing.Closed, pattern).Select(folder => new Fault(FaultCatalog.ResultsUnreadable, "A folder in which result files may lie may not be looked into")
        {
            Path = SafeText.Line(folder),
            Expected = SafeText.Line(pattern),
            Try = "Have the suite leave its results to the account that it runs under, or make the Results pattern narrower",
        }));
        if (names.Count > MostFiles)
        {
            faults.Add(new Fault(FaultCatalog.ResultsUnreadable, "The suite left too many result files") { Expected = $"at most {Amount.Of(MostFiles, "file")}", Found = $"{Amount.Of(names.Count, "file")} that match {SafeText.Line(pattern)}", Try = "Make the Results pattern narrower" });
            return new BroughtResults { Listing = listing, Faults = faults };
        }

        var fetched = await new Fetcher(host.Session, tool, ground.Manifest.Algorithm) { MostBytes = MostBytes }.FetchAsync(ground.WorkFolder, names, target, host.Transfer, cancellationToken);
        faults.AddRange(fetched.Faults);
        if (names.Count == 0 && faults.Count == 0)
        {
            faults.Add(new Fault(FaultCatalog.ResultsMissing, "The suite left no result file") { Expected = SafeText.Line(pattern), Found = Newest(listing, ground.Manifest), Try = "Check the Results pattern and where the suite writes" });
        }

        var shipped = ground.Manifest.Files.ToDictionary(entry => entry.Path, entry => entry.Digest, StringComparer.Ordinal);
        bool CameWithPayload(string name, ContentDigest digest) => shipped.TryGetValue(name, out var own) && own == digest;

        // What lies behind a link that the suite made may be a file of the payload, and is no result then.
        faults.AddRange(fetched.Files.Where(file => IsResult(file.Key) && CameWithPayload(file.Key, file.Value.Digest)).Select(file =>
            new Fault(FaultCatalog.ResultsStale, "A result file came with the payload and was not written by the suite") { Path = SafeText.Line(file.Key), Try = "Remove result files from the payload" }));
        return new BroughtResults
        {
            Files = [.. fetched.Files.Where(file => !CameWithPayload(file.Key, file.Value.Digest)).Select(file => (file.Key, file.Value.Path))],
            Strays = linked.Outside,
            Listing = listing,
            Faults = faults,
        };
    }

    // The folder was there when the suite was started: a suite that removes it leaves no results, and the host is not to blame.
    private static Fault Missing(string pattern, Fault fault) => fault.Code != FaultCatalog.RemotePathMissing
        ? fault
        : new Fault(FaultCatalog.ResultsMissing, "The suite left no result file, nor its working folder") { Path = fault.Path, Expected = SafeText.Line(pattern), Try = "Do not remove the folder that the suite runs in" };

    private static string Newest(AuditListing listing, Manifest manifest)
    {
        var shipped = manifest.Files.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        var left = listing.Files.Keys.Where(path => !shipped.Contains(path)).Take(5).ToList();
        return left.Count == 0 ? "no new file at all" : SafeText.Line(string.Join(", ", left), 300);
    }
}
