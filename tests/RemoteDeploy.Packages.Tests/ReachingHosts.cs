using RemoteDeploy.Packages.Tests.Infra;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What ssh is really told about a host of the project.</summary>
public sealed class ReachingHosts(PackedPackages packages)
{
    [Fact]
    public async Task TheItemsOwnTextIsNoKeyFile()
    {
        using var app = ScratchProject.App(packages, """<ItemGroup><RemoteHost Include="lab1" Address="127.0.0.1" Port="1" User="ci" /></ItemGroup>""");
        app.Write("lab1", "a file that is called like the host");
        var calls = await CallsAsync(app);
        Assert.DoesNotContain("-i", calls.Split('\n'));
        Assert.Contains("-l\nci\n-p\n1\n--\n127.0.0.1\n", calls, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IdentityFileIsTheKeyFileBesideTheProject()
    {
        using var app = ScratchProject.App(packages, """<ItemGroup><RemoteHost Include="lab1" Address="127.0.0.1" Port="1" IdentityFile="keys/lab" /></ItemGroup>""");
        Assert.Contains($"-p\n1\n-i\n{app["keys/lab"]}\n--\n127.0.0.1\n", await CallsAsync(app), StringComparison.Ordinal);
    }

    /// <summary>Every argument of every ssh that a doctor of a host without a server starts, a line each.</summary>
    private static async Task<string> CallsAsync(ScratchProject app)
    {
        Prerequisite.Program("ssh");
        app.WriteScript("bin-first/ssh", $"""
            printf '%s\n' "$@" >> "{app["calls.txt"]}"
            PATH=${"{"}PATH#*:{"}"} exec ssh "$@"
            """);
        var path = new Dictionary<string, string> { ["PATH"] = app["bin-first"] + ":" + Environment.GetEnvironmentVariable("PATH") };
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        (await app.DotnetAsync(path, "msbuild", "App.csproj", "-t:RemoteDoctor")).Red("RD1001");
        return await File.ReadAllTextAsync(app["calls.txt"]);
    }
}
