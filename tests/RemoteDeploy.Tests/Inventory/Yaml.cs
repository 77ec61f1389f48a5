using System.Text;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

/// <summary>Inventories from text, as if the file were in /lab.</summary>
internal static class Yaml
{
    internal const string Path = "/lab/remotedeploy.yml";

    internal static HostInventory Load(string text) => Read(text).Value;

    internal static Attempt<HostInventory> Read(string text) => Read(Encoding.UTF8.GetBytes(text));

    internal static Attempt<HostInventory> Read(byte[] bytes) => InventoryFile.Read(bytes, Path);

    /// <summary>Each fault as <c>CODE line:column</c>.</summary>
    internal static string[] Faults(string text) => [.. Read(text).Faults.Select(fault => $"{fault.Code} {fault.Location!.Line}:{fault.Location.Column}")];

    internal static Fault OnlyFault(string text) => Assert.Single(Read(text).Faults);
}
