using System.Globalization;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Rendering;

/// <summary>The report as items, for targets that go on with it and for <c>-getTargetResult</c>.</summary>
internal static class ResultItems
{
    private const string ResultFile = "ResultFile";
    private const string OutputFiles = "OutputFiles";

    internal static ITaskItem[] OfHosts(RunReport report) => [.. report.Hosts.Select(host => Item(
        host.Host.Name,
        ("Outcome", host.Outcome.ToString()),
        ("Release", host.Release),
        ("PreviousRelease", host.PreviousRelease),
        ("Manifest", host.Manifest),
        ("Files", Text(host.Files)),
        ("Bytes", Text(host.Bytes)),
        ("FilesSent", Text(host.FilesSent)),
        ("BytesSent", Text(host.BytesSent)),
        ("BytesOnWire", Text(host.BytesOnWire)),
        ("BytesRelayed", Text(host.BytesRelayed)),
        ("FilesReused", Text(host.FilesReused)),
        ("Verified", host.Verified?.ToString()),
        ("FilesRecorded", Text(host.FilesRecorded)),
        ("Codes", Codes(host.Faults)),
        ("RunFolder", report.RunFolder)))];

    internal static ITaskItem[] OfSuites(RunReport report) => [.. report.Hosts.SelectMany(host => host.Suites.Count == 0
        ? [Item(host.Host.Name, ("Host", host.Host.Name), ("Outcome", host.Outcome.ToString()), ("Codes", Codes(host.Faults)), ("RunFolder", report.RunFolder))]
        : host.Suites.Select(suite => OfSuite(report, host, suite)))];

    private static TaskItem OfSuite(RunReport report, HostReport host, SuiteReport suite) => Item(
        $"{host.Host.Name}/{suite.Suite}",
        ("Host", host.Host.Name),
        ("Suite", suite.Suite),
        ("Outcome", (suite.Succeeded ? HostOutcome.Passed : HostOutcome.Failed).ToString()),
        ("Passed", Text(suite.Passed)),
        ("Failed", Text(suite.Failed)),
        ("Skipped", Text(suite.Skipped)),
        ("Flaky", Text(suite.Flaky)),
        ("Attempt", suite.Units.Count == 0 ? null : Text(suite.Units.Max(unit => unit.Number))),
        ("Mode", suite.Mode.ToString()),
        ("ExitCode", suite.ExitCode is { } status ? Text(status) : null),
        ("Release", suite.Release),
        ("Manifest", suite.Manifest),
        (ResultFile, List(suite.Files.Where(file => !IsOutput(file)))),
        (OutputFiles, List(suite.Files.Where(IsOutput))),
        ("Codes", Codes(host.Faults.Concat(suite.Faults))),
        ("RunFolder", report.RunFolder));

    /// <summary>What the suite printed, which the engine puts beside the result files; those are for programs that read TRX, JUnit, xUnit XML, CTRF or TAP.</summary>
    private static bool IsOutput(string file) => Path.GetFileName(file) is "stdout.txt" or "stderr.txt";

    private static string List(IEnumerable<string> files) => string.Join(';', files.Select(Escape));

    private static string Codes(IEnumerable<Fault> faults) => string.Join(',', faults.Select(fault => fault.Code.ToString()).Distinct(StringComparer.Ordinal));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static TaskItem Item(string name, params ReadOnlySpan<(string Name, string? Value)> metadata)
    {
        var item = new TaskItem(Escape(name));
        foreach (var (key, value) in metadata)
        {
            item.SetMetadata(key, key is ResultFile or OutputFiles ? value : Escape(value ?? ""));
        }

        return item;
    }

    /// <summary>MSBuild reads item text as escaped: a list separator, a wildcard or a percent sign in a name must not act.</summary>
    private static string Escape(string text) => text
        .Replace("%", "%25", StringComparison.Ordinal)
        .Replace(";", "%3b", StringComparison.Ordinal)
        .Replace("*", "%2a", StringComparison.Ordinal)
        .Replace("?", "%3f", StringComparison.Ordinal);
}
