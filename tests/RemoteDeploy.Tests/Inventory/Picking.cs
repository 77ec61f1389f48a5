using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

internal static class Picking
{
    /// <summary>Names of the picked hosts, or codes of the faults.</summary>
    internal static string NamesOf(this HostInventory inventory, string? selector) =>
        inventory.Select(selector).TryGet(out var hosts, out var faults)
            ? string.Join(' ', hosts.Select(host => host.Name))
            : string.Join(' ', faults.Select(fault => fault.Code));
}
