using RemoteDeploy.Reporting;

namespace RemoteDeploy.Faults;

/// <summary>Stages that go without saying: whoever reads the code and its message knows them.</summary>
internal static class ImpliedStage
{
    private static readonly FaultCode[] Reaching =
    [
        FaultCatalog.Unreachable, FaultCatalog.NameNotResolved, FaultCatalog.ConnectTimedOut, FaultCatalog.AuthenticationRefused, FaultCatalog.HostKeyUnknown, FaultCatalog.HostKeyChanged, FaultCatalog.ShellUnusable,
    ];

    private static readonly FaultCode[] Jobs = [FaultCatalog.HostLost, FaultCatalog.SupervisorLost, FaultCatalog.HostRebooted];

    /// <summary>True when the code says as much. The same code at another stage is news: a host that cannot be reached any more while it is copied to.</summary>
    public static bool Contains(FaultCode code, Phase phase) => phase switch
    {
        Phase.Waiting or Phase.Done => true,
        Phase.Connect => Reaching.Contains(code),
        Phase.Lock => code == FaultCatalog.HostLocked,
        Phase.Copy => code == FaultCatalog.HookFailed,
        Phase.Verify => code.Category == FaultCategory.Integrity,
        Phase.Run or Phase.Collect => code.Category is FaultCategory.Product or FaultCategory.Results || Jobs.Contains(code),
        _ => false,
    };
}
