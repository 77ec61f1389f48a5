using RemoteDeploy.Faults;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Runs;

/// <summary>What faults say of the host that has them.</summary>
internal static class HostFaults
{
    /// <summary>The outcome of a host with faults. Bytes that differ go before everything else.</summary>
    public static HostOutcome OutcomeOf(IReadOnlyList<Fault> found)
    {
        var first = found.OrderByDescending(fault => fault.Code.Category == FaultCategory.Integrity).First();
        return first.Code switch
        {
            var code when code == FaultCatalog.HostLocked => HostOutcome.Locked,
            var code when code == FaultCatalog.HostStalled || code == FaultCatalog.TimedOut => HostOutcome.TimedOut,
            { Category: FaultCategory.Integrity } => HostOutcome.Mismatch,
            { Category: FaultCategory.Infrastructure } code when AreAboutReaching(code) => HostOutcome.Unreachable,
            var code when code == FaultCatalog.CannotWriteHere => HostOutcome.Failed,
            { Category: FaultCategory.Usage } => HostOutcome.NotRun,
            _ => HostOutcome.Failed,
        };
    }

    /// <summary>True when one of the faults is that the host does not answer any more, or never did.</summary>
    public static bool AreOfLostHost(IEnumerable<Fault> faults) => faults.Any(fault => fault.Code == FaultCatalog.HostStalled || AreAboutReaching(fault.Code));

    /// <summary>True for codes of hosts that do not answer any more, or never did.</summary>
    public static bool AreAboutReaching(FaultCode code) =>
        code == FaultCatalog.Unreachable || code == FaultCatalog.NameNotResolved || code == FaultCatalog.ConnectTimedOut
        || code == FaultCatalog.AuthenticationRefused || code == FaultCatalog.HostKeyUnknown || code == FaultCatalog.HostKeyChanged
        || code == FaultCatalog.ConnectionLost || code == FaultCatalog.ShellUnusable || code == FaultCatalog.HostLost;
}
