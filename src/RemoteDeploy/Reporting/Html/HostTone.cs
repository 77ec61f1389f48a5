namespace RemoteDeploy.Reporting.Html;

/// <summary>Hosts and outcomes in words and colours.</summary>
internal static class HostTone
{
    /// <summary>True when the host or a suite on it has a fault, or the run did not get to its end there.</summary>
    public static bool IsBad(HostReport host) =>
        host.Faults.Count > 0 || host.Suites.Any(suite => suite.Faults.Count > 0)
        || host.Outcome is HostOutcome.NotRun or HostOutcome.Cancelled or HostOutcome.Failed or HostOutcome.Unreachable or HostOutcome.Mismatch or HostOutcome.Locked or HostOutcome.TimedOut;

    /// <summary>Class of the style.</summary>
    public static string Of(HostReport host) => IsBad(host) ? "bad" : host.Outcome == HostOutcome.Staged ? "warn" : "good";

    /// <summary>The outcome in a word or two.</summary>
    public static string Word(HostOutcome outcome) => outcome switch
    {
        HostOutcome.NotRun => "not run",
        HostOutcome.RolledBack => "rolled back",
        HostOutcome.TimedOut => "timed out",
        _ => outcome.ToString().ToLowerInvariant(),
    };
}
