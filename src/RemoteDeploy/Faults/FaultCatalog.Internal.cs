namespace RemoteDeploy.Faults;

public static partial class FaultCatalog
{
    /// <summary>RD9001: a bug of RemoteDeploy.</summary>
    public static FaultCode Bug { get; } = new(9001);

    /// <summary>RD9002: the host gave an answer that makes no sense.</summary>
    public static FaultCode ProtocolBroken { get; } = new(9002);

    private static FaultDescriptor[] Internal =>
    [
        new(
            Bug,
            "A bug of RemoteDeploy",
            "Something happened that should not be possible.",
            "Unknown; the old release is most likely still active.",
            "Report it with the run folder."),
        new(
            ProtocolBroken,
            "The host gave an answer that makes no sense",
            "The remote script answered in a form that this version does not understand.",
            "The old release is still active unless the message says otherwise.",
            "Report it with the run folder; check for programs that write into ssh sessions."),
    ];
}
