using System.Globalization;
using System.Text;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>What stays in the log when a run is over: a line for each host, and one for all.</summary>
internal static class Summary
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB"];

    internal static IEnumerable<string> Of(RunReport report)
    {
        var width = report.Hosts.Select(host => host.Host.Name.Length).DefaultIfEmpty().Max();
        foreach (var host in report.Hosts)
        {
            yield return $"  {host.Host.Name.PadRight(width)}  {Words(host.Outcome)}{Details(host, report.Verb)}";
            foreach (var note in host.Notes.Concat(HostWords.Fails(host) ? [] : host.LeftBehind.Select(HostWords.Left)))
            {
                yield return $"  {new string(' ', width)}  {note}";
            }
        }

        var good = report.Hosts.Count(IsRight);
        var where = report.RunFolder is null ? "" : $"; run folder {report.RunFolder}";
        yield return string.Create(CultureInfo.InvariantCulture, $"RemoteDeploy {report.Verb}: {good} of {report.Hosts.Count} hosts are all right{(report.Cancelled ? ", cancelled" : "")}, {report.Duration.TotalSeconds:F1} s{where}");
    }

    /// <summary>How suites that hosts share went.</summary>
    internal static IEnumerable<string> OfPool(RunReport report) => report.Pool is not { } pool
        ? []
        : [$"RemoteDeploy pool: {PoolWords.Use(pool)}; {PoolWords.Work(pool)}", .. PoolWords.Remarks(pool).Select(remark => "  " + remark)];

    /// <summary>A host that never got its turn has no fault either.</summary>
    private static bool IsRight(HostReport host) =>
        host.Faults.Count == 0
        && host.Suites.All(suite => suite.Faults.Count == 0)
        && host.Outcome is not (HostOutcome.NotRun or HostOutcome.Cancelled or HostOutcome.Staged);

    internal static string Of(string host, SuiteReport suite)
    {
        var counts = suite.Tests.Count == 0
            ? suite.Succeeded ? "passed" : suite.Manifest is null ? "not run" : "failed"
            : string.Create(CultureInfo.InvariantCulture, $"{suite.Passed} passed, {suite.Failed} failed, {suite.Skipped} skipped{(suite.Flaky > 0 ? $", {suite.Flaky} flaky" : "")}");
        return string.Create(CultureInfo.InvariantCulture, $"  {host}: suite {suite.Suite}: {counts}, {suite.Duration.TotalSeconds:F1} s");
    }

    internal static string Size(long bytes)
    {
        var unit = 0;
        double size = bytes;
        for (; size >= 1000 && unit < Units.Length - 1; unit++)
        {
            size /= 1000;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(size, unit == 0 ? 0 : 1)} {Units[unit]}");
    }

    private static string Details(HostReport host, string verb)
    {
        var text = new StringBuilder();
        if (host.Release is not null)
        {
            text.Append("  release ").Append(host.Release);
        }

        if (host.Files > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {host.Files} {(host.Files == 1 ? "file" : "files")}");
            if (verb is "deploy" or "plan")
            {
                text.Append(CultureInfo.InvariantCulture, $", {(verb == "plan" ? "would send" : "sent")} {host.FilesSent} ({Size(host.BytesSent)})");
            }

            if (host.FilesRecorded > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $", {host.FilesRecorded} verified by record");
            }
        }

        if (HostWords.Fails(host))
        {
            text.Append("  ").Append(HostWords.OfFailure(host));
        }

        return text.ToString();
    }

    private static string Words(HostOutcome outcome) => outcome switch
    {
        HostOutcome.NotRun => "not run",
        HostOutcome.RolledBack => "rolled back",
        HostOutcome.TimedOut => "timed out",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
