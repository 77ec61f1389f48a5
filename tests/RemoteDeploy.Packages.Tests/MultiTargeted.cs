using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>A project with two target frameworks: once for each that is asked for, never once per inner build.</summary>
public sealed class MultiTargeted(PackedPackages packages)
{
    // The second framework is the first with a platform of its own: no other targeting pack is needed.
    private const string Frameworks = "<TargetFrameworks>net10.0;net10.0-lab1.0</TargetFrameworks><TargetPlatformSupported>true</TargetPlatformSupported>";
    private const string Host = """<ItemGroup><RemoteHost Include="local:a" /><SdkSupportedTargetPlatformVersion Include="1.0" /></ItemGroup>""";

    [Fact]
    public async Task BuildDeploysNothing()
    {
        using var app = Project("<PropertyGroup><RemoteDeployOnPublish>true</RemoteDeployOnPublish></PropertyGroup>");
        var run = (await app.DotnetAsync("build", "App.csproj")).Green();
        Assert.Equal(2, run.TargetRuns("CoreCompile"));
        Assert.Equal(0, run.TaskRuns("DeployToHosts"));
    }

    [Fact]
    public async Task NoFrameworkChosenIsAnError()
    {
        using var app = Project();
        var error = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Red("RD0002").Single("RD0002");
        Assert.Equal(app["App.csproj"], error.File);
    }

    [Fact]
    public async Task OneFrameworkOfTheCommandLineDeploysOnce()
    {
        using var app = Project();
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-f", "net10.0")).Green();
        Assert.Equal(1, run.TaskRuns("DeployToHosts"));
        app.AssertActive("a", "bin/Debug/net10.0/publish");
    }

    [Fact]
    public async Task TwoFrameworksAskedForAreTwoApplications()
    {
        using var app = Project("<PropertyGroup><RemoteDeployFrameworks>net10.0;net10.0-lab1.0</RemoteDeployFrameworks></PropertyGroup>");
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-getTargetResult:RemoteDeploy")).Green();
        Assert.Equal(2, run.TaskRuns("DeployToHosts"));
        Assert.Equal(2, run.Items("RemoteDeploy").Count);
        app.AssertActive("a", "bin/Debug/net10.0/publish", "App-net10.0");
        app.AssertActive("a", "bin/Debug/net10.0-lab1.0/publish", "App-net10.0-lab1.0");
    }

    private ScratchProject Project(string content = "")
    {
        var app = new ScratchProject(packages);
        app.WriteApp(Host + content, Frameworks);
        return app;
    }
}
