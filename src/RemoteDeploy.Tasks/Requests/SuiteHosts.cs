using RemoteDeploy.Faults;
using RemoteDeploy.Testing;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Which hosts of the run a suite is for: its selector is read against all hosts that are known.</summary>
internal static class SuiteHosts
{
    /// <summary>The names in the order of the run, or RD0008, RD0009, RD0011 at the suite.</summary>
    internal static Attempt<IReadOnlyList<string>> Of(TestSuite suite, Fleet fleet)
    {
        var names = fleet.Hosts.Select(host => host.Name);
        if (suite.On is null)
        {
            return Attempt<IReadOnlyList<string>>.Of([.. names]);
        }

        var known = fleet.Inventory.Hosts.Select(host => host.Name).ToHashSet(StringComparer.Ordinal);
        var all = fleet.Inventory with { Hosts = [.. fleet.Inventory.Hosts, .. fleet.Hosts.Where(host => !known.Contains(host.Name))] };
        return all.Select(suite.On).TryGet(out var picked, out var faults)
            ? Attempt<IReadOnlyList<string>>.Of([.. names.Intersect(picked.Select(host => host.Name), StringComparer.Ordinal)])
            : Attempt<IReadOnlyList<string>>.Failed([.. faults.Select(fault => fault with { Location = suite.Location ?? fault.Location })]);
    }
}
