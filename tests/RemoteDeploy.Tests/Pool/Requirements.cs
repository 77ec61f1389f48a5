using RemoteDeploy.Inventory;
using RemoteDeploy.Pool;
using RemoteDeploy.Probing;

namespace RemoteDeploy.Tests.Pool;

public sealed class Requirements
{
    private static readonly PoolHost Host = new(
        new Host { Name = "h1", Address = "h1", Tags = ["gpu", "rack-2"], Groups = ["lab"] },
        new HostFacts { Os = "Linux", Architecture = "aarch64", Rid = "linux-arm64", Processors = 8, MemoryBytes = 16_000_000_000, Libc = "glibc 2.31", Kernel = "5.10.0-8-arm64", Tools = ["bash 5.2.15", "python3 3.9"], Runtimes = ["Microsoft.NETCore.App 10.0.3"] });

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
    [InlineData("glibc>=2.31", true)]
    [InlineData("glibc >= 2.32", false)]
    [InlineData("glibc [2.28,2.31]", true)]
    [InlineData("glibc [2.31,2.36)", true)]
    [InlineData("glibc [2.36,)", false)]
    [InlineData("glibc>=2.4", true)]
    [InlineData("musl>=1.0", false)]
    [InlineData("kernel>=5.10", true)]
    [InlineData("kernel>=5.10.1", false)]
    [InlineData("Kernel [4.0,5.0)", false)]
    [InlineData("bash>=5", true)]
    [InlineData("python3 [3.10,)", false)]
    public void Hold_or_not(string text, bool expected)
    {
        Assert.True(UnitRequirement.TryParse(text, out var requirement));
        Assert.Equal(expected, requirement!.IsMetBy(Host));
        Assert.Equal(text, requirement.ToString());
    }

    [Fact]
    public void On_versions_do_not_hold_where_none_is_known()
    {
        var bare = new PoolHost(Host.Host, new HostFacts { Libc = "musl", Kernel = "unknown" });

        Assert.All(["glibc>=0", "musl>=0", "kernel>=0", "bash>=0"], text => Assert.False(UnitRequirement.TryParse(text, out var requirement) && requirement!.IsMetBy(bare)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("!")]
    [InlineData("os=")]
    [InlineData("colour=red")]
    [InlineData("cpus>=many")]
    [InlineData("Microsoft.NETCore.App [10.0")]
    [InlineData("two words")]
    [InlineData("glibc>=new")]
    [InlineData("glibc [2.31")]
    [InlineData("glib>=2.31")]
    public void That_are_none_of_these_are_refused(string text) => Assert.False(UnitRequirement.TryParse(text, out _));
}
