using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Testing;

/// <summary>Which hosts of a run a suite is for.</summary>
internal static class SuiteSelection
{
    /// <summary>The names of the hosts, among those of the run, that the suite's selector picks. A selector that names other hosts only picks none.</summary>
    /// <returns>The names, or RD0009.</returns>
    public static Attempt<IReadOnlySet<string>> HostsOf(TestSuite suite, IReadOnlyList<Host> hosts)
    {
        if (suite.On is null)
        {
            return Attempt<IReadOnlySet<string>>.Of(hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal));
        }

        if (!Selector.TryParse(suite.On, out var selector, out var fault))
        {
            return fault with { Location = suite.Location };
        }

        var inventory = new HostInventory { Hosts = hosts, Groups = [.. hosts.SelectMany(host => host.Groups).Distinct(StringComparer.Ordinal)] };
        var picked = inventory.Pick(selector);
        var names = picked.Succeeded ? picked.Value.Select(host => host.Name).ToHashSet(StringComparer.Ordinal) : [];
        names.IntersectWith(hosts.Select(host => host.Name));
        return Attempt<IReadOnlySet<string>>.Of(names);
    }
}
