using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public sealed class FilesOnDisk : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rd-inventory-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Are_read_relative_to_their_folder()
    {
        var path = Write("remotedeploy.yml", "payload: out\nhosts: [a]");
        var inventory = InventoryFile.Load(path).Value;
        Assert.Equal((path, Path.Combine(folder, "out")), (inventory.File, inventory.Settings.Payload));
        Assert.Equal(path, inventory.Hosts[0].Location!.File);
    }

    [Fact]
    public void Are_read_by_the_ending_of_their_name()
    {
        var path = Write("testEnvironments.JSON", """{"environments": [{"name": "a", "type": "ssh", "remoteUri": "ssh://b"}]}""");
        Assert.Equal("a", InventoryFile.Load(path).Value.Hosts[0].Name);
    }

    [Fact]
    public void That_are_missing_are_a_fault()
    {
        var fault = Assert.Single(InventoryFile.Load(Path.Combine(folder, "none.yml")).Faults);
        Assert.Equal(FaultCatalog.InventoryNotFound, fault.Code);
    }

    [Fact]
    public void That_are_folders_are_a_fault() =>
        Assert.Equal(FaultCatalog.InventoryNotFound, Assert.Single(InventoryFile.Load(folder).Faults).Code);

    [Fact]
    public void That_cannot_be_named_are_a_fault() =>
        Assert.Equal(FaultCatalog.InventoryNotFound, Assert.Single(InventoryFile.Load(folder + "/a\0b").Faults).Code);

    [Fact]
    public void That_never_end_are_a_fault()
    {
        Assert.SkipUnless(File.Exists("/dev/zero"), "no /dev/zero on this machine");
        Assert.Equal(FaultCatalog.InventoryDoesNotParse, Assert.Single(InventoryFile.Load("/dev/zero").Faults).Code);
    }

    [Fact]
    public void Are_named_by_absolute_paths() => Assert.Throws<ArgumentException>(() => InventoryFile.Load("remotedeploy.yml"));

    private string Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
