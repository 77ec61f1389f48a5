using RemoteDeploy.Faults;
using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;
using RemoteDeploy.Testing;
using RemoteDeploy.Tests.Inventory;

namespace RemoteDeploy.Tests.Fuzzing;

/// <summary>What people write, damaged: read, or refused with a code and in few words.</summary>
public sealed class WordsOfUsers
{
    private static readonly string Template = InventoryTemplate.Text("web", "bin/out");

    private static readonly string[] Inventories =
    [
        Template,
        // With all that the template only tells of.
        string.Join('\n', Template.Split('\n').Select(line => line.TrimStart() is ['#', not ' ', ..] ? line.Replace("#", "", StringComparison.Ordinal) : line)),
        "hosts: {\"lab[01-40]\": {user: ci, tags: [arm64]}, b: {address: \"10.0.0.[11-14]\"}}\nlinks: {uplink: 100Mbit, \"lab*\": 1.5Gbit, b: direct}\ngroups: {g: [b, \"lab[01-03]\"]}\n",
    ];

    private static readonly string[] Environments =
        ["{ \"version\": \"1\", \"environments\": [ { \"name\": \"Ubuntu 22\", \"localRoot\": \"C:\\\\src\", \"type\": \"ssh\", \"remoteUri\": \"ssh://user@lab1:22\" }, { \"name\": \"b\", \"type\": \"wsl\" } ] }"];

    [Fact]
    public void Selectors_are_read_or_refused()
    {
        var inventory = Yaml.Load("hosts: [a, b, lab01, lab02, {name: c, tags: [t]}]\ngroups: {g: [a, b]}");
        Mutations.OfText(2000, ["lab[01-40]&@arm64!@sick", "a,b;c+d", "(a,(b&@g))!lab*", "user@host:2222,ssh://u@h:22,local:x,[::1]:22", "lab[01-03,7]x[a-c]?"], text =>
        {
            var picked = inventory.Select(text);
            Assert.All(picked.Faults, fault => Assert.Equal(FaultCategory.Usage, fault.Code.Category));
            Assert.All(picked.Faults, fault => Assert.InRange(fault.ToString().Length, 10, 2000));
        });
    }

    [Fact]
    public void Inventories_are_read_or_refused_at_a_place() => Mutations.OfBytes(250, [.. Inventories.Select(System.Text.Encoding.UTF8.GetBytes)], bytes => Judge(Yaml.Read(bytes)));

    [Fact]
    public void Environments_are_read_or_refused_at_a_place() =>
        Mutations.OfBytes(1000, [.. Environments.Select(System.Text.Encoding.UTF8.GetBytes)], bytes => Judge(InventoryFile.Read(bytes, "/lab/testenvironments.json")));

    [Fact]
    public void Filters_are_read_or_refused() => Mutations.OfText(2000, ["FullyQualifiedName~Login&(Category=fast|Category!=slow)", "Name=a\\(b\\)", "(((a)))|b&c", "DisplayName!~x y"], text =>
    {
        var parsed = TestFilter.Parse(text);
        if (parsed.TryGet(out var filter, out var faults))
        {
            filter.Matches(new ListedTest("A.B", "Login", "A.B.Login") { Traits = [KeyValuePair.Create("Category", "fast")] });
            Assert.Equal(filter.ToString(), TestFilter.Parse(filter.ToString()).Value.ToString());
        }
        else
        {
            Assert.Equal(FaultCatalog.BadUsage, Assert.Single(faults).Code);
        }
    });

    [Fact]
    public void Requirements_are_read_as_they_are_written_or_refused() => Mutations.OfText(2000, ["gpu", "!flaky", "cpus>=4", "memory>=8GB", "os=Linux", "Microsoft.NETCore.App [10.0,11.0)", "glibc>=2.31", "kernel [5.10,6.2)"], text =>
    {
        Assert.True(!Requirement.TryParse(text, out var runtime) || runtime!.ToString().Length > 0);
        if (UnitRequirement.TryParse(text, out var requirement))
        {
            requirement!.IsMetBy(new PoolHost(new Host { Name = "h", Address = "h" }, new HostFacts { Kernel = "6.1.0-x", Libc = "glibc 2.36", Runtimes = ["Microsoft.NETCore.App 10.0.1"] }));
            Assert.True(UnitRequirement.TryParse(requirement.ToString(), out var again));
            Assert.Equal(requirement.ToString(), again!.ToString());
        }
    });

    [Fact]
    public void Amounts_are_read_or_refused() => Mutations.OfText(2000, ["500ms", "1h30m", "00:05:00", "2d", "256MB", "1.5GB", "512KiB", "50Mbit", "1.5Gbit"], text =>
    {
        Assert.True(!Duration.TryParse(text, out var duration, out var problem) ? problem.Length is > 0 and < 600 : duration >= TimeSpan.Zero && duration <= Duration.Longest);
        Assert.True(!DataSize.TryParse(text, out var bytes) || (bytes >= 0 && bytes <= DataSize.Largest));
        Assert.True(!LinkRate.TryParse(text, out var rate) || (rate > 0 && double.IsFinite(rate)));
    });

    [Fact]
    public void Lists_of_commands_are_read_or_refused() => Mutations.OfText(2000, ["# checks\n./check.sh --fast 'two words'\n\n\"a b\" \\$x\r\nlast"], text =>
    {
        var read = CommandList.Read("nightly", text, "checks.txt");
        Assert.All(read.Faults, fault => Assert.Contains(fault.Code, new[] { FaultCatalog.BadSuite, FaultCatalog.ZeroTests }));
        Assert.True(!read.Succeeded || read.Value.All(unit => unit.Arguments is [{ Length: > 0 }, ..]));
    });

    private static void Judge(Attempt<HostInventory> read)
    {
        Assert.All(read.Faults, fault =>
        {
            Assert.Equal(FaultCategory.Usage, fault.Code.Category);
            Assert.True(fault.Location is { Line: > 0, Column: > 0 });
            Assert.InRange(fault.ToString().Length, 10, 2000);
        });
        Assert.InRange(read.Faults.Count, 0, 100);
        if (read.TryGet(out var inventory, out _))
        {
            Assert.All(inventory.Suites.SelectMany(SuiteCheck.Find), fault => Assert.Equal(FaultCatalog.BadSuite, fault.Code));
            Assert.All(inventory.Select(null).Faults, fault => Assert.Equal(FaultCategory.Usage, fault.Code.Category));
        }
    }
}
