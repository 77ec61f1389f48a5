using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tool.Rendering;

/// <summary>Outcomes and stages in words.</summary>
internal static class OutcomeWords
{
    /// <summary>The outcome in a word or two.</summary>
    public static string Of(HostOutcome outcome) => outcome switch
    {
        HostOutcome.NotRun => "not run",
        HostOutcome.RolledBack => "rolled back",
        HostOutcome.TimedOut => "timed out",
        _ => outcome.ToString().ToLowerInvariant(),
    };

    /// <summary>The stage in a word.</summary>
    public static string Of(Phase phase) => phase.ToString().ToLowerInvariant();

    /// <summary>What ended a job, in a word or two.</summary>
    public static string Of(Jobs.JobCause cause) => cause switch
    {
        Jobs.JobCause.TimedOut => "timed out",
        Jobs.JobCause.OutOfMemory => "out of memory",
        Jobs.JobCause.NotStarted => "not started",
        Jobs.JobCause.SupervisorLost => "supervisor lost",
        Jobs.JobCause.HostRebooted => "host rebooted",
        Jobs.JobCause.HostLost => "host lost",
        _ => cause.ToString().ToLowerInvariant(),
    };

    /// <summary>Whether the outcome is good news.</summary>
    public static Tone Tone(HostReport host) => host.Outcome switch
    {
        _ when Failed(host) => Rendering.Tone.Bad,
        HostOutcome.NotRun or HostOutcome.Staged or HostOutcome.Cancelled => Rendering.Tone.Caution,
        HostOutcome.Failed or HostOutcome.Unreachable or HostOutcome.Mismatch or HostOutcome.Locked or HostOutcome.TimedOut => Rendering.Tone.Bad,
        _ => Rendering.Tone.Good,
    };

    /// <summary>True when the host or a suite on it has a fault.</summary>
    public static bool Failed(HostReport host) => host.Faults.Count > 0 || host.Suites.Any(suite => suite.Faults.Count > 0);
}
