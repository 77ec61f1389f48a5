using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Tests.Pool;

public sealed class Requirements
{
    private static readonly PoolHost Host = new(
        new Host { Name = "h1", Address = "h1", Tags = ["gpu", "rack-2"], Groups = ["lab"] },
        new HostFacts { Os = "Linux", Architecture = "aarch64", Rid = "linux-arm64", Processors = 8, MemoryBytes = 16_000_000_000, Runtimes = ["Microsoft.NETCore.App 10.0.3"] });

    [Theory]
    [InlineData("gpu", true)]
    [InlineData("lab", true)]
    [InlineData("rack-2", true)]
    [InlineData("h1", false)]
    [InlineData("!gpu", false)]
    [InlineData("!slow", true)]
    [InlineData("os=linux", true)]
    [InlineData("arch = aarch64", true)]
    [InlineData("rid=linux-x64", false)]
    [InlineData("cpus>=8", true)]
    [InlineData("cpus>=9", false)]
    [InlineData("memory>=16GB", true)]
    [InlineData("memory >= 16.5 gb", false)]
    [InlineData("free>=1", false)]
    [InlineData("Microsoft.NETCore.App [10.0,11.0)", true)]
    [InlineData("Microsoft.NETCore.App [9.0,10.0)", false)]
    [InlineData("Microsoft.AspNetCore.App 10.0", false)]
    public void Hold_or_not(string text, bool expected)
    {
        Assert.True(UnitRequirement.TryParse(text, out var requirement));
        Assert.Equal(expected, requirement!.IsMetBy(Host));
        Assert.Equal(text, requirement.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("os=")]
    [InlineData("colour=red")]
    [InlineData("cpus>=many")]
    [InlineData("Microsoft.NETCore.App [10.0")]
    [InlineData("two words")]
    public void That_are_none_of_these_are_refused(string text) => Assert.False(UnitRequirement.TryParse(text, out _));
}
