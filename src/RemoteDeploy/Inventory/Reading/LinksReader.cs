using RemoteDeploy.Inventory.Documents;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>links:</c>: <c>uplink</c>, or a selector, with a rate; or a selector with <c>direct</c>.</summary>
/// <param name="values">Takes what is wrong.</param>
/// <param name="inventory">The hosts.</param>
internal sealed class LinksReader(ValueReader values, HostInventory inventory)
{
    private const string Uplink = "uplink";
    private const string Direct = "direct";
    private readonly Dictionary<string, double> rates = new(StringComparer.Ordinal);
    private readonly HashSet<string> direct = new(StringComparer.Ordinal);

    /// <summary>False while the hosts themselves have findings: selectors would only repeat them.</summary>
    internal bool ChecksSelectors { get; init; } = true;

    internal LinkRates Read(Node node)
    {
        double? uplink = null;
        foreach (var (name, value) in values.Mapping("links", node)?.Entries ?? [])
        {
            if (name.Text == Uplink)
            {
                uplink = values.Parsed<double>(Uplink, value, LinkRate.TryParse, "a rate such as 100Mbit");
            }
            else
            {
                ReadHosts(name, value);
            }
        }

        return new LinkRates { Uplink = uplink, Hosts = rates, Direct = direct };
    }

    private void ReadHosts(Node.Scalar selector, Node value)
    {
        var isDirect = value is Node.Scalar { Text: Direct };
        var rate = isDirect ? null : values.Parsed<double>(selector.Text, value, LinkRate.TryParse, $"a rate such as 1Gbit, or {Direct}");
        if (!ChecksSelectors || (rate is null && !isDirect))
        {
            return;
        }

        if (!inventory.Select(selector.Text).TryGet(out var hosts, out var faults))
        {
            foreach (var fault in faults)
            {
                values.Findings.Add(fault with { Location = values.Findings.At(selector.At) });
            }

            return;
        }

        foreach (var host in hosts)
        {
            if (isDirect)
            {
                direct.Add(host.Name);
            }
            else
            {
                rates[host.Name] = rate!.Value;
            }
        }
    }
}
