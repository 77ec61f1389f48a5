using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>Requests that cannot be carried out: named before anything is built, at the place in the user's own file.</summary>
public sealed class UsageErrors(UsageErrors.RestoredApp restored) : IClassFixture<UsageErrors.RestoredApp>
{
    private readonly ScratchProject app = restored.Project;

    [Fact]
    public async Task NoHostAtAll()
    {
        app.WriteApp();
        var run = (await RunAsync("RemoteDeploy")).Red("RD0012");
        Assert.Equal(app["App.csproj"], run.Single("RD0012").File);
        Assert.Equal(0, run.TargetRuns("CoreCompile"));
    }

    [Fact]
    public async Task UnknownHostInTheSelectorProperty()
    {
        app.WriteApp("""
            <PropertyGroup>
              <RemoteHosts>local:a,lab7</RemoteHosts>
            </PropertyGroup>
            <ItemGroup><RemoteHost Include="local:a" /></ItemGroup>
            """);
        var error = (await RunAsync("RemoteDeploy")).Red("RD0008").Single("RD0008");
        Assert.Equal(app["App.csproj"], error.File);
        Assert.Equal(app.LineOf("App.csproj", "<RemoteHosts>"), error.LineNumber);
    }

    [Fact]
    public async Task UnknownHostInTheSelectorOfTheCommandLine()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""");
        var error = (await RunAsync("RemoteDeploy", "-p:RemoteHosts=lab7")).Red("RD0008").Single("RD0008");
        Assert.Equal((app["App.csproj"], 1), (error.File, error.LineNumber));
    }

    [Fact]
    public async Task UnknownKeyInTheInventory()
    {
        app.WriteApp("<PropertyGroup><RemoteInventory>lab.yml</RemoteInventory></PropertyGroup>");
        app.Write("lab.yml", "hosts:\n  - name: local:a\n    basse: /srv\n");
        var error = (await RunAsync("RemoteDeploy")).Red("RD0006").Single("RD0006");
        Assert.Equal((app["lab.yml"], 3, 5), (error.File, error.LineNumber, error.ColumnNumber));
    }

    [Fact]
    public async Task MissingInventory()
    {
        app.WriteApp("<PropertyGroup><RemoteInventory>nowhere.yml</RemoteInventory></PropertyGroup>");
        (await RunAsync("RemoteVerify")).Red("RD0004");
    }

    [Theory]
    [InlineData("RemoteDeployDigest", "crc32")]
    [InlineData("RemoteDeployKeep", "0")]
    [InlineData("RemoteDeployForks", "many")]
    [InlineData("RemoteDeployTimeout", "5")]
    [InlineData("RemoteDeployAllowFailures", "-1")]
    [InlineData("RemoteDeployRequires", "Microsoft.NETCore.App [oops")]
    public async Task PropertyWithAValueItCannotHave(string property, string value)
    {
        app.WriteApp($"""
            <PropertyGroup>
              <{property}>{value}</{property}>
            </PropertyGroup>
            <ItemGroup><RemoteHost Include="local:a" /></ItemGroup>
            """);
        var error = (await RunAsync("RemoteDeploy")).Red("RD0002").Single("RD0002");
        Assert.Equal((app["App.csproj"], app.LineOf("App.csproj", $"<{property}>")), (error.File, error.LineNumber));
        Assert.Contains(property, error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PortThatIsNone()
    {
        app.WriteApp("""
            <ItemGroup>
              <RemoteHost Include="lab1" Port="ssh" />
            </ItemGroup>
            """);
        var error = (await RunAsync("RemoteDeploy")).Red("RD0002").Single("RD0002");
        Assert.Equal(app.LineOf("App.csproj", "lab1"), error.LineNumber);
    }

    [Fact]
    public async Task HostThatLooksLikeAnOption()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="-oProxyCommand=id" /></ItemGroup>""");
        (await RunAsync("RemoteDeploy")).Red("RD0009");
    }

    [Fact]
    public async Task HostDescribedTwice()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /><RemoteHost Include="local:a" Base="/tmp" /></ItemGroup>""");
        (await RunAsync("RemoteDeploy")).Red("RD0018");
    }

    [Fact]
    public async Task NoSuite()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""");
        var run = (await RunAsync("RemoteTest")).Red("RD0020");
        Assert.Equal(0, run.TaskRuns("DeployToHosts"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("""Command="./a.sh" TestAssembly="A.dll" """)]
    [InlineData("""Command="./a.sh" Timeout="5" """)]
    [InlineData("""Command="./a.sh" Environment="=x" """)]
    [InlineData("""Command="./a.sh" Arguments="it's" """)]
    public async Task SuiteThatCannotBeRun(string metadata)
    {
        app.WriteApp($"""
            <ItemGroup>
              <RemoteHost Include="local:a" />
              <RemoteTestSuite Include="smoke" {metadata}/>
            </ItemGroup>
            """);
        var error = (await RunAsync("RemoteTest")).Red("RD0020").Single("RD0020");
        Assert.Equal(app.LineOf("App.csproj", "smoke"), error.LineNumber);
    }

    [Fact]
    public async Task TooOldMSBuild()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""");
        var error = (await RunAsync("RemoteDeploy", "-p:_RemoteDeployMSBuildVersion=17.14.0")).Red("RD0001").Single("RD0001");
        Assert.Equal(app["App.csproj"], error.File);
    }

    // No restore: the project changes from test to test, its packages do not.
    private Task<BuildRun> RunAsync(string target, params string[] arguments) =>
        app.DotnetAsync(["msbuild", "App.csproj", $"-t:{target}", .. arguments]);

    /// <summary>One restore serves all tests of the class.</summary>
    public sealed class RestoredApp(PackedPackages packages) : IAsyncLifetime
    {
        public ScratchProject Project { get; } = ScratchProject.App(packages);

        public async ValueTask InitializeAsync() => (await Project.DotnetAsync("restore", "App.csproj")).Green();

        public ValueTask DisposeAsync()
        {
            Project.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
