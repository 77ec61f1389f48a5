using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>Whatever a project does to MSBuild's control flow: no suite runs on something else than the payload, and the build is not green.</summary>
public sealed class ContinueOnError(PackedPackages packages)
{
    private const string Project = """
        <ItemGroup>
          <RemoteHost Include="local:a;local:b" />
          <Content Include="*.sh;data.txt" CopyToPublishDirectory="Always" />
          <RemoteTestSuite Include="smoke" Command="./smoke.sh" />
        </ItemGroup>
        <Target Name="Tolerant">
          <CallTarget Targets="RemoteDeploy" ContinueOnError="true" />
          <CallTarget Targets="RemoteTest" ContinueOnError="true" />
        </Target>
        <Target Name="Direct">
          <CallTarget Targets="RemoteDeploy" ContinueOnError="true" />
          <CallTarget Targets="RemoteTestOnHosts" ContinueOnError="true" />
        </Target>
        """;

    [Theory]
    [InlineData("Tolerant")]
    [InlineData("Direct")]
    public async Task OnTheDeployNeverTestsTheOldRelease(string target)
    {
        using var app = await DeployedAsync();
        app.Write("data.txt", "two");
        var run = (await app.DotnetAsync("build", "App.csproj", $"-t:{target}", "-p:RemoteDeployAfterCopy=false"));
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("RD1022", run.Codes);
        AssertNoSuiteRan(app);
    }

    [Fact]
    public async Task TestsAloneProveTheReleaseThemselves()
    {
        using var app = await DeployedAsync();
        app.Write("data.txt", "two");
        (await app.DotnetAsync("publish", "App.csproj", "-c", "Debug")).Green();
        (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteTestOnHosts")).Red("RD2005");
        AssertNoSuiteRan(app);
    }

    [Fact]
    public async Task ByteFlippedAfterTheDeployStopsTheSuite()
    {
        using var app = await DeployedAsync();
        File.WriteAllText(Path.Combine(app.Current("b"), "data.txt"), "oNe");
        (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteTestOnHosts")).Red("RD2001");
        Assert.False(File.Exists(Path.Combine(app.HostFolder("b"), "smoke.log")));
    }

    private async Task<ScratchProject> DeployedAsync()
    {
        var app = ScratchProject.App(packages, Project);
        app.Write("data.txt", "one").WriteScript("smoke.sh", """echo ran >> "$HOME/smoke.log" """);
        (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Green();
        return app;
    }

    private static void AssertNoSuiteRan(ScratchProject app)
    {
        Assert.False(File.Exists(Path.Combine(app.HostFolder("a"), "smoke.log")));
        Assert.False(File.Exists(Path.Combine(app.HostFolder("b"), "smoke.log")));
    }
}
