using RemoteDeploy.Reporting;
using RemoteDeploy.Reporting.Html;
using RemoteDeploy.Reporting.Stored;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Runs;

/// <summary>What a run that is over leaves for people and programs: its results in one file of each format, and the page.</summary>
internal static class RunResults
{
    private static readonly string[] Pages = [HtmlReport.FileName, StoredRun.ResultsName];

    /// <summary>True for verbs whose runs are worth a page; <c>exec</c>, <c>put</c> and <c>get</c> have said all there is.</summary>
    public static bool HasPage(string verb) => verb is "deploy" or "run" or "test" or "verify" or "rollback";

    /// <summary>Writes them.</summary>
    /// <param name="report">The report.</param>
    /// <param name="folder">The run folder.</param>
    /// <param name="resultsFolder">
    /// Folder that people and build servers look at; null for none. It gets the page and results.jsonl. The merged TRX and JUnit
    /// stay in the run folder: the folder has a file of every host already, and build servers count each file they find.
    /// </param>
    public static void Write(RunReport report, string folder, string? resultsFolder)
    {
        var merged = MergedRun.Of(report);
        if (merged.Groups.Count > 0)
        {
            Replace(Path.Combine(folder, "results.trx"), stream => TrxWriter.Write(merged, stream));
            Replace(Path.Combine(folder, "results.junit.xml"), stream => JUnitWriter.Write(merged, stream));
            Replace(Path.Combine(folder, StoredRun.ResultsName), stream => ResultLines.Write(merged, stream));
        }

        HtmlReport.Write(StoredRun.PageOf(report, merged.Groups.SelectMany(group => group.Tests), folder), Path.Combine(folder, HtmlReport.FileName));
        if (resultsFolder is not null && merged.Groups.Count > 0)
        {
            Directory.CreateDirectory(resultsFolder);
            WriteDecided(report, merged, resultsFolder);
            foreach (var name in Pages)
            {
                File.Copy(Path.Combine(folder, name), Path.Combine(resultsFolder, name), overwrite: true);
            }
        }
    }

    /// <summary>Removes from a results folder what an earlier run left there: it must not stand for a run that does not get to its end.</summary>
    public static void Forget(string resultsFolder)
    {
        foreach (var name in Pages)
        {
            File.Delete(Path.Combine(resultsFolder, name));
        }
    }

    // Where suites are shared or tried again, each host has one file with the tests that its tries decided: files of tries that were made up
    // for would be counted as failures.
    private static void WriteDecided(RunReport report, MergedRun merged, string resultsFolder)
    {
        var tried = report.Hosts.SelectMany(host => host.Suites.Where(suite => suite.Units.Count > 0).Select(suite => (suite.Suite, host.Host.Name))).ToHashSet();
        foreach (var group in merged.Groups.Where(group => tried.Contains((group.Suite, group.Host)) && group.Tests.Any()))
        {
            Replace(Path.Combine(resultsFolder, $"{FileNames.Safe(group.Suite)}_{FileNames.Safe(group.Host)}.trx"), stream => TrxWriter.Write(merged with { Groups = [group], Faults = [] }, stream));
        }
    }

    private static void Replace(string path, Action<Stream> write)
    {
        using (var file = File.Create(path + ".new"))
        using (var buffered = new BufferedStream(file, 1 << 16))
        {
            write(buffered);
        }

        File.Move(path + ".new", path, overwrite: true);
    }
}
