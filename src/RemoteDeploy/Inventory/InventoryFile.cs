using RemoteDeploy.Faults;

namespace RemoteDeploy.Inventory;

/// <summary>Reads <c>remotedeploy.yml</c> and <c>testenvironments.json</c>.</summary>
public static class InventoryFile
{
    /// <summary>Reads a file; the name's ending tells the format.</summary>
    /// <param name="path">Absolute path.</param>
    /// <returns>The inventory, or RD0004 to RD0007 with line and column.</returns>
    public static Attempt<HostInventory> Load(string path) => throw new NotSupportedException();
}
