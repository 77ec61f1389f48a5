using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>groups:</c> and finds out which hosts each holds. A group may refer to others, so each is worked out when it is first asked for.</summary>
internal sealed class GroupsReader : Labels
{
    private const int MostGroups = 1_000;
    private const int DeepestReferences = 64;

    /// <summary>All groups together; keeps a hostile file from keeping us busy.</summary>
    private const int MostWeight = 100_000;

    private readonly ValueReader values;
    private readonly IReadOnlyList<Host> hosts;
    private readonly Dictionary<string, List<string>> byTag;
    private readonly List<string> order = [];
    private readonly Dictionary<string, Definition> definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> finished = new(StringComparer.Ordinal);
    private readonly List<string> path = [];
    private readonly HashSet<string> names;
    private int weight;

    internal GroupsReader(ValueReader values, IReadOnlyList<Host> hosts)
    {
        this.values = values;
        this.hosts = hosts;
        byTag = ByName(hosts, host => host.Tags);
        names = new HashSet<string>(byTag.Keys, StringComparer.Ordinal);
    }

    internal override IReadOnlyCollection<string> Names => names;

    /// <summary>False while hosts are missing that gave faults of their own: unknown names are no news then.</summary>
    internal bool HostsAreComplete { get; init; } = true;

    /// <summary>Names of the groups in the order of the file.</summary>
    internal IReadOnlyList<string> Groups => order;

    /// <summary>Reads all groups and returns the hosts with the groups they are in.</summary>
    internal IReadOnlyList<Host> Read(Node node)
    {
        foreach (var (name, members) in values.Mapping("groups", node)?.Entries ?? [])
        {
            Define(name, members);
        }

        var groupsOf = hosts.ToDictionary(host => host.Name, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var group in order)
        {
            foreach (var host in Resolve(group))
            {
                groupsOf[host].Add(group);
            }
        }

        return [.. hosts.Select(host => groupsOf[host.Name] is { Count: > 0 } groups ? host with { Groups = groups } : host)];
    }

    internal override IReadOnlyCollection<string> Members(string name)
    {
        var tagged = byTag.GetValueOrDefault(name) ?? [];
        return definitions.ContainsKey(name) ? [.. Resolve(name).Union(tagged, StringComparer.Ordinal)] : tagged;
    }

    private void Define(Node.Scalar name, Node members)
    {
        if (name.Text.Length == 0 || !IsName(name.Text))
        {
            values.Bad(name.At, $"a group has only letters, digits, '.', '_' and '-' in its name, not {Findings.Show(name.Text)}");
            return;
        }

        if (order.Count == MostGroups)
        {
            values.Bad(name.At, $"the file has more than {MostGroups} groups");
            return;
        }

        order.Add(name.Text);
        names.Add(name.Text);
        var empty = members is Node.Scalar { IsNull: true };
        definitions.Add(name.Text, new Definition(name.At, empty ? [] : Selectors(name.Text, members)));
    }

    private List<(Selector Selector, Mark At)> Selectors(string group, Node members)
    {
        var selectors = new List<(Selector Selector, Mark At)>();
        foreach (var member in values.Scalars(group, members) ?? [])
        {
            if (!Selector.TryParse(member.Text, out var selector, out var fault))
            {
                values.Findings.Add(fault with { Location = values.Findings.At(member.At) });
            }
            else if ((weight += selector.Weight + 1) > MostWeight)
            {
                values.Bad(member.At, $"the groups have more than {MostWeight} members");
                break;
            }
            else
            {
                selectors.Add((selector, member.At));
            }
        }

        return selectors;
    }

    private HashSet<string> Resolve(string group)
    {
        if (finished.TryGetValue(group, out var members))
        {
            return members;
        }

        members = new HashSet<string>(StringComparer.Ordinal);
        if (path.Contains(group, StringComparer.Ordinal) || path.Count == DeepestReferences)
        {
            RefusePath(group);
            return members;
        }

        path.Add(group);
        foreach (var (selector, at) in definitions[group].Members)
        {
            var picker = new HostPicker(hosts, this) { AcceptsEmptyLabels = true, Location = values.Findings.At(at) };
            members.UnionWith(picker.Pick(selector.Root).Select(host => host.Name));
            foreach (var fault in HostsAreComplete ? picker.Faults : [])
            {
                values.Findings.Add(fault);
            }
        }

        path.RemoveAt(path.Count - 1);
        finished[group] = members;
        return members;
    }

    private void RefusePath(string group)
    {
        var start = path.IndexOf(group);
        var message = start < 0
            ? $"groups refer to each other more than {DeepestReferences} deep"
            : $"the group '{group}' holds itself: {string.Join(" -> ", path.Skip(start).Append(group))}";
        values.Bad(definitions[group].At, message, "Take one of the references out");
    }

    private sealed record Definition(Mark At, IReadOnlyList<(Selector Selector, Mark At)> Members);
}
