using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tool.Requests;

/// <summary>Finds and reads the inventory.</summary>
internal static class InventoryChoice
{
    /// <summary>Names looked for in the working folder when no file is named, the first one that is there wins.</summary>
    public static IReadOnlyList<string> UsualNames { get; } = ["remotedeploy.yml", "testenvironments.json", "testEnvironments.json"];

    /// <summary>The inventory of the file named, or of the first usual name; an empty one when there is neither.</summary>
    public static Attempt<HostInventory> Load(string? file, Surroundings here)
    {
        var path = file is not null
            ? LocalPath.Resolve(file, here)
            : UsualNames.Select(name => Path.Combine(here.WorkFolder, name)).FirstOrDefault(File.Exists);
        if (path is null)
        {
            return HostInventory.Empty;
        }

        return InventoryFile.Load(path).TryGet(out var inventory, out var faults)
            ? inventory with { File = inventory.File ?? path }
            : Attempt<HostInventory>.Failed(faults);
    }
}
