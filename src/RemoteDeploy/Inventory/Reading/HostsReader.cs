using RemoteDeploy.Faults;
using RemoteDeploy.Inventory.Documents;
using RemoteDeploy.Inventory.Selection;

namespace RemoteDeploy.Inventory.Reading;

/// <summary>Reads <c>hosts:</c>, a list or a mapping, and expands ranges.</summary>
internal sealed class HostsReader(ValueReader values, HostDefaults defaults)
{
    private readonly HostSettingsReader settingsReader = new(values);
    private readonly List<Host> hosts = [];

    // Names that differ only in case are one machine to DNS and one folder to half of the file systems.
    private readonly Dictionary<string, Host> byName = new(StringComparer.OrdinalIgnoreCase);
    private bool tooMany;

    /// <summary>False when an entry gave no host; that others refer to it is no news then.</summary>
    internal bool IsComplete { get; private set; } = true;

    internal IReadOnlyList<Host> Read(Node node)
    {
        switch (node)
        {
            case Node.Sequence list:
                foreach (var item in list.Items)
                {
                    IsComplete &= ReadItem(item);
                }

                break;
            case Node.Mapping mapping:
                foreach (var (name, settings) in mapping.Entries)
                {
                    IsComplete &= ReadEntry(name, settings);
                }

                break;
            case Node.Scalar { IsNull: true } or Node.Refused:
                break;
            default:
                IsComplete = false;
                values.Bad(node.At, "'hosts' is a list of hosts, or host names with their settings", "Write each host on a line of its own: - lab01");
                break;
        }

        return hosts;
    }

    private bool ReadItem(Node item)
    {
        if (item is Node.Scalar { IsNull: false } name)
        {
            return Add(new WrittenHost(name, null, new HostDefaults()));
        }

        if (values.Mapping("hosts", item) is not { } mapping)
        {
            return false;
        }

        Node.Scalar? named = null;
        Node.Scalar? address = null;
        var settings = settingsReader.Read(
            mapping,
            "a host",
            new("name", node => named = values.Scalar("name", node)),
            new("address", node => address = values.Scalar("address", node)));
        if (named is not null)
        {
            return Add(new WrittenHost(named, address, settings));
        }

        if (!mapping.Entries.Any(entry => entry.Key.Text == "name"))
        {
            values.Bad(item.At, "a host has no name", "Write '- name: lab01', or 'lab01:' without the dash for every host");
        }

        return false;
    }

    private bool ReadEntry(Node.Scalar name, Node value)
    {
        if (values.Mapping(name.Text, value) is not { } mapping)
        {
            return false;
        }

        Node.Scalar? address = null;
        var settings = settingsReader.Read(
            mapping,
            "a host",
            new("name", node => values.Bad(node.At, $"the host is named {Findings.Show(name.Text)} by its key already", "Remove 'name'")),
            new("address", node => address = values.Scalar("address", node)));
        return Add(new WrittenHost(name, address, settings));
    }

    private bool Add(WrittenHost written)
    {
        if (Pattern(written.Name) is not { } names || (written.Address is not null && Pattern(written.Address) is null))
        {
            return false;
        }

        var addresses = written.Address is null ? names : Pattern(written.Address)!;
        if (addresses.Count != names.Count)
        {
            values.Bad(
                written.Address!.At,
                $"{Findings.Show(names.Text)} is {names.Count} hosts and {Findings.Show(addresses.Text)} is {addresses.Count} addresses",
                "Give the address a range of the same length");
            return false;
        }

        return names.Expand().Zip(addresses.Expand()).All(pair => !tooMany && AddOne(written, pair.First, pair.Second));
    }

    private bool AddOne(WrittenHost written, string name, string address)
    {
        if (ToEndpoint(written.Name, name) is not { } named
            || (written.Address is null ? named : ToEndpoint(written.Address, address)) is not { } endpoint
            || !IsConsistent(written, named, endpoint))
        {
            return false;
        }

        var host = written.Settings.Over(defaults).ToHost(endpoint, named.Name, values.Findings.At(written.Name.At));
        if (!byName.TryAdd(host.Name, host))
        {
            values.Findings.Add(
                FaultCatalog.NameCollision,
                written.Name.At,
                $"the host {Findings.Show(host.Name)} is in the file twice, first in line {byName[host.Name].Location!.Line}",
                "Remove one, or take it out of the range");
            return false;
        }

        hosts.Add(host);
        tooMany = hosts.Count > NamePattern.MostNames;
        if (tooMany)
        {
            values.Bad(written.Name.At, $"the file has more than {NamePattern.MostNames} hosts");
        }

        return !tooMany;
    }

    /// <summary>No setting is said twice, and none that a local host has no use for.</summary>
    private bool IsConsistent(WrittenHost written, Endpoint named, Endpoint endpoint)
    {
        var own = written.Settings;
        var problem = endpoint.Kind == HostKind.Local || named.Kind == HostKind.Local
            ? (written.Address, own.User, own.Port, own.Identity) is (null, null, null, null) ? null : "a local: host has no address, user, port or identity"
            : endpoint.User is not null && own.User is not null ? "the user is said twice"
            : endpoint.Port is not null && own.Port is not null ? "the port is said twice"
            : written.Address is not null && (named.User ?? (object?)named.Port) is not null ? "a host with an address has a plain name, without user and port"
            : null;
        if (problem is not null)
        {
            values.Bad(written.Name.At, $"{Findings.Show(written.Name.Text)}: {problem}");
        }

        return problem is null;
    }

    private NamePattern? Pattern(Node.Scalar scalar)
    {
        var pattern = NamePattern.TryParse(scalar.Text, out var problem);
        if (pattern is { HasGlob: false })
        {
            return pattern;
        }

        var message = pattern is null ? problem.Message : "the inventory is where hosts get their names, so * and ? mean nothing here";
        values.Bad(scalar.MarkOf(pattern is null ? problem.Index : 0), $"{Findings.Show(scalar.Text)}: {message}");
        return null;
    }

    private Endpoint? ToEndpoint(Node.Scalar scalar, string text)
    {
        if (Endpoint.TryParse(text, out var endpoint, out var problem))
        {
            return endpoint;
        }

        values.Bad(scalar.At, $"{Findings.Show(text)} is no host: {problem}");
        return null;
    }

    private sealed record WrittenHost(Node.Scalar Name, Node.Scalar? Address, HostDefaults Settings);
}
