using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Planning;

namespace RemoteDeploy.Testing;

/// <summary>Which hosts of a run a suite is for.</summary>
internal static class SuiteSelection
{
    /// <summary>
    /// The names of the hosts, among those of the run, that a selector of a suite picks. It is read against all known hosts: a
    /// name that is known but not of this run is left out, a name that nobody knows is a fault.
    /// </summary>
    /// <returns>The names, or RD0008, RD0009, RD0011.</returns>
    public static Attempt<IReadOnlySet<string>> HostsOf(TestSuite suite, string? selector, FleetRequest request)
    {
        var names = request.Hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        if (selector is null)
        {
            return Attempt<IReadOnlySet<string>>.Of(names);
        }

        var known = request.Known.Hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var inventory = request.Known with
        {
            Hosts = [.. request.Known.Hosts, .. request.Hosts.Where(host => !known.Contains(host.Name))],
            Groups = [.. request.Known.Groups.Concat(request.Hosts.SelectMany(host => host.Groups)).Distinct(StringComparer.Ordinal)],
        };
        var picked = inventory.Select(selector);
        if (!picked.TryGet(out var hosts, out var faults))
        {
            return Attempt<IReadOnlySet<string>>.Failed([.. faults.Select(fault => fault with { Location = suite.Location ?? fault.Location })]);
        }

        names.IntersectWith(hosts.Select(host => host.Name));
        return Attempt<IReadOnlySet<string>>.Of(names);
    }
}
