using System.Globalization;
using RemoteDeploy.Inventory;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Pool;

/// <summary>A host that pulls units.</summary>
/// <param name="Host">The host, with its tags and groups.</param>
/// <param name="Facts">What it is and has.</param>
public sealed record PoolHost(Host Host, HostFacts Facts)
{
    /// <summary>Name.</summary>
    public string Name => Host.Name;

    /// <summary>Hosts of one class take about as long for a unit: runtime identifier and number of processors, such as <c>linux-x64/8</c>.</summary>
    public string Class => string.Create(CultureInfo.InvariantCulture, $"{(Facts.Rid.Length > 0 ? Facts.Rid : "unknown")}/{Facts.Processors}");
}
