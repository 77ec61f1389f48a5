using System.CommandLine.Completions;
using RemoteDeploy.Inventory;
using RemoteDeploy.Tool.Requests;

namespace RemoteDeploy.Tool.CommandLine;

/// <summary>Words of the inventory file, for the shell's completion. A file that cannot be read offers none: a shell is no place for faults.</summary>
internal static class InventoryWords
{
    /// <summary>Host names, and groups and tags with their <c>@</c>; what is typed before the last operator is kept.</summary>
    public static IEnumerable<CompletionItem> ForSelector(CompletionContext context, FleetOptions options, Surroundings here)
    {
        if (Load(context, options, here) is not { } inventory)
        {
            return [];
        }

        var typed = context.WordToComplete;
        var before = typed[..(typed.LastIndexOfAny([',', '&', '!']) + 1)];
        return inventory.Hosts.Select(host => host.Name)
            .Concat(inventory.Groups.Concat(inventory.Hosts.SelectMany(host => host.Tags)).Select(name => "@" + name))
            .Distinct(StringComparer.Ordinal)
            .Select(word => new CompletionItem(before + word));
    }

    /// <summary>Names of the suites.</summary>
    public static IEnumerable<CompletionItem> ForSuite(CompletionContext context, FleetOptions options, Surroundings here) =>
        Load(context, options, here)?.Suites.Select(suite => new CompletionItem(suite.Name)) ?? [];

    private static HostInventory? Load(CompletionContext context, FleetOptions options, Surroundings here)
    {
        var file = context.ParseResult.GetValue(options.Inventory);
        return InventoryChoice.Load(file, here).TryGet(out var inventory, out _) ? inventory : null;
    }
}
