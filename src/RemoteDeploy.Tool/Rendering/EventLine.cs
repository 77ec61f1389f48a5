using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>One event as one line, for logs; null for events that have none.</summary>
internal static class EventLine
{
    /// <summary>The line.</summary>
    public static string? Of(RunEvent runEvent) => runEvent switch
    {
        RunStarted started => $"{started.Verb} on {Amount.Of(started.Hosts.Count, "host")}: {SafeText.Line(HostNames.Short([.. started.Hosts]))}",
        PayloadReady payload => $"payload: {Amount.Of(payload.Files, "file")}, {Amount.Bytes(payload.Bytes)}",
        PhaseStarted { Phase: Phase.Waiting or Phase.Done } => null,
        PhaseStarted { Host: not null } phase => $"{SafeText.Line(phase.Host)}: {OutcomeWords.Of(phase.Phase)}{(phase.Detail is null ? "" : " " + SafeText.Line(phase.Detail))}",
        // How hosts shared a suite is said once, by the table at the end; of its units, what a person would like to know now.
        SuiteFinished { Suite.Mode: Testing.SuiteMode.Pool } => null,
        UnitFinished { Unit: { Passed: false } or { Number: > 1 } } unit => $"{SafeText.Line(unit.Host)}: {SafeText.Line(unit.Unit.Unit ?? unit.Suite, 300)} {PoolWords.Of(unit.Unit)}{Why(unit.Unit.Faults)}",
        SuiteFinished suite => $"{SafeText.Line(suite.Host)}: {SafeText.Line(suite.Suite.Suite)}: {TestLines.Counts(suite.Suite)} in {Amount.Time(suite.Suite.Duration)}",
        // That nothing was done there is said once, by the table at the end.
        HostFinished { Report: { Outcome: HostOutcome.NotRun, Faults.Count: 0 } } => null,
        HostFinished finished => Finished(finished.Report),
        _ => null,
    };

    /// <summary>A line of a command with the host before it, so that no line of a host passes for ours.</summary>
    public static string Of(OutputWritten output) => $"{SafeText.Line(output.Host)}| {SafeText.Line(output.Line)}";

    private static string Finished(HostReport report)
    {
        var why = HostWords.Fails(report) ? " " + HostWords.OfFailure(report) : Why(report.Suites.SelectMany(suite => suite.Faults));
        return $"{SafeText.Line(report.Host.Name)}: {OutcomeWords.Of(report.Outcome)}{(report.Release is null ? "" : " " + SafeText.Line(report.Release))}{why}";
    }

    private static string Why(IEnumerable<Fault> faults)
    {
        string[] codes = [.. faults.Select(fault => fault.Code.ToString()).Distinct(StringComparer.Ordinal)];
        return codes.Length == 0 ? "" : $" ({string.Join(", ", codes)})";
    }
}
