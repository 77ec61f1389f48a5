namespace RemoteDeploy.Faults;

/// <summary>Every code there is, with its page.</summary>
public static partial class FaultCatalog
{
    private static readonly Lazy<IReadOnlyList<FaultDescriptor>> Pages = new(() => [.. Usage, .. Infrastructure, .. Integrity, .. Product, .. Results, .. Internal]);

    /// <summary>All pages, by code.</summary>
    public static IReadOnlyList<FaultDescriptor> All => Pages.Value;

    /// <summary>The page of a code; null when there is no such code.</summary>
    public static FaultDescriptor? Find(FaultCode code) => All.FirstOrDefault(page => page.Code == code);
}
