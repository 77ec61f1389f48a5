using System.Globalization;
using Microsoft.Build.Framework;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Reporting;

namespace RemoteDeploy.Tasks.Requests;

/// <summary>Turns <c>RemoteHost</c> items into hosts. What a name means, the inventory decides: <c>lab1</c>, <c>user@host:port</c>, <c>local:a</c>, <c>lab[01-40]</c>.</summary>
internal static class HostItems
{
    /// <summary>The settings of a host. The inventory's <c>identity</c> is IdentityFile here: Identity is what MSBuild calls the item's own text.</summary>
    internal static ItemMetadata Metadata { get; } = new("RemoteHost", "Address", "User", "Port", "IdentityFile", "Base", "Rid", "Score", "Tags");

    internal static Attempt<HostInventory> AddTo(HostInventory inventory, IReadOnlyList<ITaskItem> items, ProjectSource source)
    {
        var hosts = new List<Host>(inventory.Hosts);
        var faults = new List<Fault>();
        foreach (var item in items)
        {
            var location = source.Item("RemoteHost", item);
            faults.AddRange(Metadata.Misspelled(item, location));
            if (!HostInventory.Empty.Select(item.ItemSpec).TryGet(out var named, out var refused))
            {
                faults.AddRange(refused.Select(fault => fault with { Location = location }));
                continue;
            }

            foreach (var host in named.Select(host => Describe(host, item, location, source, faults)))
            {
                if (hosts.Find(other => other.Name == host.Name) is { } other)
                {
                    faults.Add(Collision(host, other));
                }
                else
                {
                    hosts.Add(host);
                }
            }
        }

        return faults.Count > 0 ? Attempt<HostInventory>.Failed(faults) : inventory with { Hosts = hosts };
    }

    private static Host Describe(Host host, ITaskItem item, SourceLocation location, ProjectSource source, List<Fault> faults) => host with
    {
        Address = Text(item, "Address") ?? host.Address,
        User = Text(item, "User") ?? host.User,
        Port = Number(item, "Port", (1, 65535), "Correct it, or leave it to ssh_config", location, faults) ?? host.Port,
        Identity = Text(item, "IdentityFile") is { } identity ? LocalPath.Resolve(identity, source) : host.Identity,
        Base = Text(item, "Base") ?? host.Base,
        Rid = Text(item, "Rid") ?? host.Rid,
        Score = Number(item, "Score", (0, Host.HighestScore), "Correct it, or leave it out for 0", location, faults) ?? host.Score,
        Tags = (Text(item, "Tags") ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        Location = location,
    };

    private static string? Text(ITaskItem item, string name) => Metadata.Text(item, name);

    private static int? Number(ITaskItem item, string name, (int Least, int Most) range, string way, SourceLocation location, List<Fault> faults)
    {
        if (Text(item, name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= range.Least && number <= range.Most)
        {
            return number;
        }

        faults.Add(new Fault(FaultCatalog.BadUsage, $"The RemoteHost item {item.ItemSpec} has no valid {name}")
        {
            Expected = string.Create(CultureInfo.InvariantCulture, $"a number from {range.Least} to {range.Most}"),
            Found = $"'{SafeText.Line(text, 100)}'",
            Location = location,
            Try = way,
        });
        return null;
    }

    private static Fault Collision(Host host, Host other) => new(FaultCatalog.NameCollision, $"The host {host.Name} is described twice")
    {
        Location = host.Location,
        Found = other.Location is { } place ? $"the other at {place}" : null,
        Try = "Remove one; to pick hosts of an inventory, set RemoteHosts",
    };
}
