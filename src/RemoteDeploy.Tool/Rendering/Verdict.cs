using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>The last line: what became of the run, in one sentence.</summary>
internal static class Verdict
{
    /// <summary>The sentence.</summary>
    public static string Of(RunReport report, Ink ink) => report switch
    {
        { Cancelled: true } => ink.Paint($"{report.Verb} cancelled{Reached(report)} (exit {report.ExitCode})", Tone.Caution),
        { Succeeded: false } => ink.Paint($"{report.Verb} failed{Extent(report)} (exit {report.ExitCode})", Tone.Bad),
        _ => ink.Paint(Success(report), Tone.Good),
    };

    private static string Extent(RunReport report)
    {
        var failed = report.Hosts.Count(OutcomeWords.Failed);
        var staged = report.Hosts.Count(host => host.Outcome == HostOutcome.Staged && !OutcomeWords.Failed(host));
        var extent = failed == 0 ? "" : $": {failed} of {Amount.Of(report.Hosts.Count, "host")}";
        return staged == 0 ? extent : $"{extent}, {staged} staged but not switched";
    }

    private static string Reached(RunReport report)
    {
        var done = report.Hosts.Count(host => OutcomeWords.Tone(host) == Tone.Good);
        return done == 0 ? "" : $": {done} of {Amount.Of(report.Hosts.Count, "host")} done";
    }

    private static string Success(RunReport report)
    {
        var hosts = Amount.Of(report.Hosts.Count, "host");
        var time = Amount.Time(report.Duration);
        return report.Verb switch
        {
            "deploy" => $"{Deployed(report, hosts)} in {time}: {Shipped(report)}",
            "run" => $"{Deployed(report, hosts)} and passed in {time}: {Tested(report)}; {Shipped(report)}",
            "test" => $"passed on {hosts} in {time}: {Tested(report)}",
            "plan" => $"would deploy {Release(report)} to {hosts}: {Shipped(report)}; nothing was changed",
            "verify" => $"verified {Release(report)} on {hosts} in {time}: {Content(report)}",
            "rollback" => $"rolled back to {Release(report)} on {hosts} in {time}",
            "put" => $"put {Content(report)} on {hosts} in {time}: {Amount.Bytes(Sent(report))} sent",
            "get" => $"got {Amount.Of(report.Hosts.Sum(host => host.Files), "file")}, {Amount.Bytes(report.Hosts.Sum(host => host.Bytes))} from {hosts} in {time}",
            "stop" => $"no job of run {SafeText.Line(report.RunId)} runs on {hosts} any more",
            "ps" => $"{Amount.Of(report.Hosts.Sum(host => host.Jobs.Count), "job")} on {hosts}",
            "exec" => $"ran on {hosts} in {time}",
            "doctor" => $"{hosts} {(report.Hosts.Count == 1 ? "is" : "are")} fit ({time})",
            _ => $"{report.Verb} succeeded on {hosts} in {time}",
        };
    }

    private static string Deployed(RunReport report, string hosts)
    {
        var unchanged = report.Hosts.Count(host => host.Outcome == HostOutcome.Unchanged);
        return unchanged == report.Hosts.Count ? $"{Release(report)} was active and verified on {hosts}"
            : unchanged > 0 ? $"deployed {Release(report)} to {hosts} ({unchanged} had it already)"
            : $"deployed {Release(report)} to {hosts}";
    }

    private static string Release(RunReport report)
    {
        var releases = report.Hosts.Select(host => host.Release).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        return releases.Count == 1 ? SafeText.Line(releases[0]) : Amount.Of(releases.Count, "release");
    }

    private static string Content(RunReport report)
    {
        var largest = report.Hosts.Count == 0 ? null : report.Hosts.MaxBy(host => host.Bytes);
        return largest is null ? "nothing" : $"{Amount.Of(largest.Files, "file")}, {Amount.Bytes(largest.Bytes)}";
    }

    private static string Shipped(RunReport report) =>
        $"{Content(report)}; {(Sent(report) == 0 && report.Hosts.All(host => host.FilesSent == 0) ? "nothing" : Amount.Bytes(Sent(report)))} {(report.Verb == "plan" ? "to send" : "sent")}";

    private static long Sent(RunReport report) => report.Hosts.Sum(host => host.BytesSent);

    private static string Tested(RunReport report)
    {
        var tests = report.Hosts.SelectMany(host => host.Suites).SelectMany(suite => suite.Tests).ToList();
        var skipped = tests.Count(test => test.Outcome == TestOutcome.Skipped);
        var suites = report.Hosts.Sum(host => host.Suites.Count);
        var flaky = report.Hosts.Sum(host => host.Suites.Sum(suite => suite.Flaky));
        return $"{(tests.Count == 0 ? Amount.Of(suites, "suite") : Amount.Of(tests.Count, "test"))}{(skipped == 0 ? "" : $", {skipped} skipped")}{(flaky == 0 ? "" : $", {flaky} flaky")}";
    }
}
