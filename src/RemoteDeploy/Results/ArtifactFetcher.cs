using Microsoft.Extensions.FileSystemGlobbing;
using RemoteDeploy.Faults;
using RemoteDeploy.Jobs;
using RemoteDeploy.Reporting;
using RemoteDeploy.Runs;
using RemoteDeploy.Testing;
using RemoteDeploy.Verification;

namespace RemoteDeploy.Results;

/// <summary>
/// Brings the artifacts of a suite here: logs, dumps, coverage. What is here whole, or in part, is not fetched again, neither after a lost
/// connection nor by another process that goes on with the run.
/// </summary>
/// <param name="host">The host.</param>
/// <param name="contact">How long it may be out of reach.</param>
/// <param name="tool">Program that computes digests there.</param>
internal sealed class ArtifactFetcher(HostRun host, Contact contact, string tool)
{
    /// <summary>Folder for artifacts, beside what else a suite left.</summary>
    /// <param name="results">The suite's folder of the run folder.</param>
    public static string FolderIn(string results) => Path.Combine(results, "artifacts");

    /// <summary>Fetches what the suite's globs match and its cap has room for, and notes on the host what was left out. A lost connection is waited for.</summary>
    /// <param name="suite">Says which files, and how much of them.</param>
    /// <param name="ground">Where the suite ran. Its files that are as they were shipped are no artifacts.</param>
    /// <param name="target">Folder here that nothing else writes to; made when there is something to put into it.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>What is here now, also where there were faults. No file at all is no fault.</returns>
    public async Task<ArtifactReport> FetchAsync(TestSuite suite, SuiteGround ground, string target, CancellationToken cancellationToken)
    {
        if (suite.Artifacts.Count == 0)
        {
            return new ArtifactReport();
        }

        var report = await TryAsync(suite, ground, target, cancellationToken);
        while (Contact.IsPassing(report.Faults))
        {
            if (!await contact.WaitAsync(report.Faults[0], cancellationToken))
            {
                report = report with { Faults = [contact.Lost(report.Faults[0])] };
                break;
            }

            var again = await TryAsync(suite, ground, target, cancellationToken);
            report = again with { BytesFetched = again.BytesFetched + report.BytesFetched };
        }

        if (report.Faults.Count == 0)
        {
            contact.Made();
        }

        foreach (var note in report.Notes(suite.Name))
        {
            host.Note(note);
        }

        return report;
    }

    private async Task<ArtifactReport> TryAsync(TestSuite suite, SuiteGround ground, string target, CancellationToken cancellationToken)
    {
        var transfer = new ArtifactTransfer(host.Session, ground, target, host.Transfer);
        var chosen = await ChooseAsync(suite, ground, target, cancellationToken);
        if (!chosen.TryGet(out var choice, out var faults))
        {
            return Here(target) with { Faults = faults };
        }

        if (choice.Names.Count == 0)
        {
            return Here(target) with { LeftOut = choice.LeftOut };
        }

        var left = choice.LeftOut;
        var audited = await Auditor.FilesAsync(host.Session, ground.WorkFolder, tool, choice.Names, cancellationToken);
        if (audited.TryGet(out var listing, out faults))
        {
            // Sizes may have grown since, and what was not asked for is not taken.
            var names = choice.Names.ToHashSet(StringComparer.Ordinal);
            choice = ArtifactChoice.Of(listing.Files.Where(file => names.Contains(file.Key)), suite.ArtifactsCap, name => CanBeKept(target, name));
            faults = await transfer.BringAsync(choice.Names, listing, cancellationToken);
            left = [.. left, .. choice.LeftOut, .. transfer.LeftOut];
        }

        return Here(target) with { BytesFetched = transfer.Bytes, LeftOut = left, Faults = faults };
    }

    private async Task<Attempt<ArtifactChoice>> ChooseAsync(TestSuite suite, SuiteGround ground, string target, CancellationToken cancellationToken)
    {
        var listed = await Auditor.TreeAsync(host.Session, ground.WorkFolder, "none", cancellationToken);
        if (!listed.TryGet(out var listing, out var faults))
        {
            return Attempt<ArtifactChoice>.Failed(faults);
        }

        var matcher = new Matcher(StringComparison.Ordinal);
        matcher.AddIncludePatterns(suite.Artifacts);
        var found = listing.Files.Where(file => matcher.Match("/", file.Key).HasMatches).ToDictionary(StringComparer.Ordinal);

        // Of the same size as it was shipped: only its digest tells whether the suite has written it.
        var shipped = ground.Manifest.Files.ToDictionary(entry => entry.Path, StringComparer.Ordinal);
        var doubtful = found.Where(file => shipped.TryGetValue(file.Key, out var entry) && entry.Size == file.Value.Size).Select(file => file.Key).ToList();
        if (doubtful.Count > 0)
        {
            var audited = await Auditor.FilesAsync(host.Session, ground.WorkFolder, tool, doubtful, cancellationToken);
            if (!audited.TryGet(out var digests, out faults))
            {
                return Attempt<ArtifactChoice>.Failed(faults);
            }

            foreach (var (name, _) in digests.Files.Where(file => shipped.TryGetValue(file.Key, out var entry) && entry.Digest == file.Value.Digest))
            {
                found.Remove(name);
            }
        }

        var chosen = ArtifactChoice.Of(found, suite.ArtifactsCap, name => CanBeKept(target, name));
        var closed = suite.Artifacts.SelectMany(pattern => ClosedFolders.Within(listing.Closed, pattern)).Distinct(StringComparer.Ordinal);
        return chosen with { LeftOut = [.. chosen.LeftOut, .. closed.Select(folder => new LeftArtifact(folder + "/", 0, "the folder may not be looked into there"))] };
    }

    private static bool CanBeKept(string target, string name) => !PartialFile.IsName(name) && Fetcher.LocalPath(target, name) is not null;

    // Only what was compared with its digest has a name of its own.
    private static ArtifactReport Here(string target)
    {
        var files = Directory.Exists(target)
            ? new DirectoryInfo(target).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => !PartialFile.IsName(file.Name)).OrderBy(file => file.FullName, StringComparer.Ordinal).ToList()
            : [];
        return new ArtifactReport { Files = [.. files.Select(file => file.FullName)], Bytes = files.Sum(file => file.Length) };
    }
}
