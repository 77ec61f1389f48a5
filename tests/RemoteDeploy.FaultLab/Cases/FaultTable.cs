namespace RemoteDeploy.FaultLab.Cases;

/// <summary>All cases, in the order of the fault table.</summary>
internal static class FaultTable
{
    public static IReadOnlyList<FaultCase> All { get; } = [.. Connections.All, .. Transfers.All, .. Disks.All, .. Shells.All, .. Integrity.All, .. Contention.All, .. SuiteFaults.All, .. Names.All, .. Relays.All, .. Configuration.All, .. Accidents.All];
}
