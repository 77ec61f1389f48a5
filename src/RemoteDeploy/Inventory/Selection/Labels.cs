namespace RemoteDeploy.Inventory.Selection;

/// <summary>Groups and tags by name: what <c>@name</c> means.</summary>
internal abstract class Labels
{
    /// <summary>All names.</summary>
    internal abstract IReadOnlyCollection<string> Names { get; }

    /// <summary>Names of the hosts under a label that exists.</summary>
    internal abstract IReadOnlyCollection<string> Members(string name);

    /// <summary>True for the characters that groups, tags and suites are named with.</summary>
    internal static bool IsName(IEnumerable<char> name) =>
        name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');

    internal static Dictionary<string, List<string>> ByName(IEnumerable<Host> hosts, Func<Host, IEnumerable<string>> labels)
    {
        var members = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            foreach (var label in labels(host))
            {
                (members.TryGetValue(label, out var list) ? list : members[label] = []).Add(host.Name);
            }
        }

        return members;
    }

    /// <summary>The labels that hosts carry, and groups that may be empty.</summary>
    internal sealed class OfHosts : Labels
    {
        private readonly Dictionary<string, List<string>> members;

        internal OfHosts(HostInventory inventory)
        {
            members = ByName(inventory.Hosts, host => host.Tags.Union(host.Groups, StringComparer.Ordinal));
            foreach (var group in inventory.Groups)
            {
                members.TryAdd(group, []);
            }
        }

        internal override IReadOnlyCollection<string> Names => members.Keys;

        internal override IReadOnlyCollection<string> Members(string name) => members[name];
    }
}
