using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>A deploy happens only when somebody says so: never as a side effect of what projects do all day.</summary>
public sealed class NothingUnasked(PackedPackages packages)
{
    private const string Hosts = """<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""";
    private const string OnPublish = "<PropertyGroup><RemoteDeployOnPublish>true</RemoteDeployOnPublish></PropertyGroup>";

    [Fact]
    public async Task BuildRebuildPackAndPublishDeployNothing()
    {
        using var app = ScratchProject.App(packages, Hosts);
        foreach (var verb in (string[])["build", "pack", "publish"])
        {
            AssertNothing(app, (await app.DotnetAsync(verb, "App.csproj")).Green());
        }
    }

    [Fact]
    public async Task BuildDeploysNothingEvenWithOnPublish()
    {
        using var app = ScratchProject.App(packages, Hosts + OnPublish);
        AssertNothing(app, (await app.DotnetAsync("build", "App.csproj")).Green());
    }

    [Fact]
    public async Task DesignTimeBuildDeploysNothing()
    {
        using var app = ScratchProject.App(packages, Hosts + OnPublish);
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var run = await app.DotnetAsync(
            "msbuild", "App.csproj", "-t:ResolveReferences;Compile;Publish;RemoteDeploy;RemoteTest", "-p:DesignTimeBuild=true", "-p:BuildingProject=false", "-p:SkipCompilerExecution=true");
        AssertNothing(app, run);
    }

    [Fact]
    public async Task DownstreamProjectDeploysNothing()
    {
        using var app = ScratchProject.App(packages, Hosts + OnPublish);
        app.Write("Down/Down.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup><ProjectReference Include="../App.csproj" /></ItemGroup>
            </Project>
            """).Write("Down/Class.cs", "public class Down;");
        app.WriteApp(Hosts + OnPublish + """<ItemGroup><Compile Remove="Down/**" /></ItemGroup>""");
        AssertNothing(app, (await app.DotnetAsync("publish", "Down/Down.csproj", "-p:RemoteDeployOnPublish=true")).Green());
        var direct = await app.DotnetAsync("msbuild", "Down/Down.csproj", "-t:RemoteDeploy");
        Assert.Contains("MSB4057", direct.Codes);
    }

    private static void AssertNothing(ScratchProject app, BuildRun run)
    {
        Assert.Equal(0, run.TaskRuns("DeployToHosts") + run.TaskRuns("TestOnHosts") + run.TaskRuns("CheckUsage"));
        Assert.False(Directory.Exists(app[".remotedeploy"]), "Somebody made .remotedeploy/");
    }
}
