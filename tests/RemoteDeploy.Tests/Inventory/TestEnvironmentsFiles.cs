using System.Text;
using FsCheck;
using FsCheck.Fluent;
using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;

namespace RemoteDeploy.Tests.Inventory;

public class TestEnvironmentsFiles
{
    private const string Sample =
        """
        {
          "version": "1", // comments are fine
          "environments": [
            { "name": "Ubuntu 22", "localRoot": "C:\\src", "type": "ssh", "remoteUri": "ssh://user@lab1:22", },
            { "name": "WSL", "type": "wsl", "wslDistribution": "Ubuntu" },
            /* so are these */
            { "name": "board", "type": "SSH", "remoteUri": "ssh://10.0.0.7" },
          ],
        }
        """;

    private static Attempt<HostInventory> Read(string text) => InventoryFile.Read(Encoding.UTF8.GetBytes(text), "/lab/testEnvironments.json");

    [Fact]
    public void Give_their_ssh_machines()
    {
        var inventory = Read(Sample).Value;
        Assert.Equal(["Ubuntu-22", "board"], inventory.Hosts.Select(host => host.Name));
        Assert.Equal(("user", "lab1", 22), (inventory.Hosts[0].User, inventory.Hosts[0].Address, inventory.Hosts[0].Port));
        Assert.Equal((null, "10.0.0.7", null), (inventory.Hosts[1].User, inventory.Hosts[1].Address, inventory.Hosts[1].Port));
        Assert.Equal(new SourceLocation("/lab/testEnvironments.json", 4, 5), inventory.Hosts[0].Location);
        Assert.Equal("Ubuntu-22", inventory.NamesOf("Ubuntu*"));
    }

    [Fact]
    public void Leave_a_note_about_what_is_left_out_or_renamed()
    {
        var notes = Read(Sample).Value.Notes;
        Assert.Equal(2, notes.Count);
        Assert.Contains("'Ubuntu-22'", notes[0], StringComparison.Ordinal);
        Assert.Contains("'wsl'", notes[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "RD0005 1:1")]
    [InlineData("{", "RD0005 1:2")]
    [InlineData("{}\nx", "RD0005 2:1")]
    [InlineData("[]", "RD0007 1:1")]
    [InlineData("{\"environments\": {}}", "RD0007 1:1")]
    [InlineData("{\"environments\": [\n  5]}", "RD0007 2:3")]
    [InlineData("{\"environments\": [\n  {\"type\": \"ssh\", \"remoteUri\": \"ssh://a\"}]}", "RD0007 2:3")]
    [InlineData("{\"environments\": [\n  {\"name\": \"a\", \"remoteUri\": \"ssh://a\"}]}", "RD0007 2:3")]
    [InlineData("{\"environments\": [\n  {\"name\": \"ä\", \"type\": \"ssh\", \"remoteUri\": \"ssh://a\"}]}", "RD0007 2:12")]
    [InlineData("{\"environments\": [\n  {\"name\": \"a\", \"type\": \"ssh\"}]}", "RD0007 2:3")]
    [InlineData("{\"environments\": [{\"name\": \"é\",\n \"type\": \"docker\", \"type\": \"ssh\"}]}", "RD0005 2:20")]
    [InlineData("{\"environments\": [{\"name\": \"é\", \"type\": 5, \"type\": \"ssh\"}]}", "RD0005 1:44")]
    [InlineData("{\"environments\": [{\"name\": \"a\", \"type\": \"ssh\",\n\"remoteUri\": \"a:22\"}]}", "RD0007 2:14")]
    [InlineData("{\"environments\": [{\"name\": \"a\", \"type\": \"ssh\",\n\"remoteUri\": \"ssh://-oProxyCommand=x\"}]}", "RD0007 2:14")]
    [InlineData("{\"environments\": [{\"name\": \"a\", \"type\": \"ssh\",\n\"remoteUri\": \"ssh://a:b@c\"}]}", "RD0007 2:14")]
    [InlineData("{\"environments\": [{\"name\": \"a\", \"type\": \"ssh\", \"remoteUri\": \"ssh://a\"},\n{\"name\": \"A\", \"type\": \"wsl\"}]}", "RD0018 2:10")]
    [InlineData("{\"environments\": [{\"name\": \"a-b\", \"type\": \"ssh\", \"remoteUri\": \"ssh://a\"},\n{\"name\": \"a b\", \"type\": \"ssh\", \"remoteUri\": \"ssh://b\"}]}", "RD0018 2:10")]
    [InlineData("{\"environments\": [\n{\"name\": \"\\ud800\", \"type\": \"ssh\"}]}", "RD0005 2:10")]
    public void That_cannot_be_are_refused(string text, string expected)
    {
        var fault = Assert.Single(Read(text).Faults);
        Assert.Equal(expected, $"{fault.Code} {fault.Location!.Line}:{fault.Location.Column}");
    }

    [Fact]
    public void Nested_without_end_are_refused()
    {
        var fault = Assert.Single(Read(new string('[', 1_000_000)).Faults);
        Assert.Equal(FaultCatalog.InventoryDoesNotParse, fault.Code);
    }

    [Fact]
    public void Are_read_without_an_exception_whatever_they_hold() =>
        Prop.ForAll<int, string>((position, text) =>
        {
            var at = (int)((uint)position % Sample.Length);
            var attempt = Read(Sample[..at] + text + Sample[at..]);
            return attempt.Succeeded || attempt.Faults.Count > 0;
        }).QuickCheckThrowOnFailure();
}
