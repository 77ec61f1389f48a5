using System.Text;
using RemoteDeploy.Reporting;
using RemoteDeploy.Results.BuildServers;
using RemoteDeploy.Results.Merging;

namespace RemoteDeploy.Tool.Running;

/// <summary>Tells the build server that the tool runs on, if it is one that is known, what failed: annotations, job summary.</summary>
internal static class BuildServer
{
    // A step may add so much to its summary, and GitHub shows nothing at all of more.
    private const long MostSummary = 1 << 20;

    /// <summary>Tells it.</summary>
    /// <param name="report">The report of a run.</param>
    /// <param name="log">Where the server looks for its commands; null where only a document is printed.</param>
    /// <param name="here">The process and the machine.</param>
    public static void Tell(RunReport report, TextWriter? log, Surroundings here)
    {
        if (report.RunFolder is null || report.Verb is "exec" or "put" or "get")
        {
            return;
        }

        var run = MergedRun.Of(report);
        if (here.Variable("GITHUB_ACTIONS") == "true")
        {
            Write(log, GitHubAnnotations.Lines(run, here.Variable("GITHUB_WORKSPACE")));
            if (here.Variable("GITHUB_STEP_SUMMARY") is { Length: > 0 } file && report.Verb is "test" or "run")
            {
                Append(file, GitHubSummary.Markdown(run), here.Error);
            }
        }
        else if (string.Equals(here.Variable("TF_BUILD"), "True", StringComparison.OrdinalIgnoreCase))
        {
            Write(log, AzureIssues.Lines(run, here.Variable("BUILD_SOURCESDIRECTORY")));
        }
    }

    private static void Write(TextWriter? log, IEnumerable<string> lines)
    {
        if (log is null)
        {
            return;
        }

        foreach (var line in lines)
        {
            log.WriteLine(line);
        }
    }

    // Other commands of the same step may have written there. A summary that is lost changes nothing about the run.
    private static void Append(string file, string markdown, TextWriter error)
    {
        try
        {
            var text = Encoding.UTF8.GetBytes(markdown + "\n");
            using var summary = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
            if (summary.Length + text.Length > MostSummary)
            {
                error.WriteLine("note: the job summary is left out: GitHub takes 1 MiB from a step, and this one has written most of that already");
                return;
            }

            summary.Write(text);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            error.WriteLine("note: the job summary cannot be written: " + SafeText.Line(failure.Message));
        }
    }
}
