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
        Assert.Contains("<RemoteHost Include=", run.Single("RD0012").Text, StringComparison.Ordinal);
        Assert.Contains("RemoteInventory", run.Single("RD0012").Text, StringComparison.Ordinal);
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
    [InlineData("RemoteDeployVerify", "never")]
    [InlineData("RemoteDeployKeep", "0")]
    [InlineData("RemoteDeployForks", "many")]
    [InlineData("RemoteDeployTimeout", "5")]
    [InlineData("RemoteDeployAllowFailures", "-1")]
    [InlineData("RemoteDeployRequires", "Microsoft.NETCore.App [oops")]
    [InlineData("RemoteDeployDryRun", "ture")]
    [InlineData("RemoteDeployLiveProgress", "off")]
    [InlineData("RemoteDeployOnPublish", "ture")]
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

    [Theory]
    [InlineData("RemoteDeploy", "-p:RemoteDeployDryRun=ture")]
    [InlineData("RemoteTest", "-p:RemoteDeployDryRun=ture")]
    [InlineData("RemoteVerify", "-p:RemoteDeployLiveProgress=flase")]
    public async Task FlagOfTheCommandLineThatIsNeitherTrueNorFalse(string target, string argument)
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""");
        var run = (await RunAsync(target, argument)).Red("RD0002");
        var error = run.Single("RD0002");
        Assert.Equal(app["App.csproj"], error.File);
        Assert.Contains($"expected true or false, found '{argument.Split('=')[1]}'", error.Text, StringComparison.Ordinal);
        Assert.Equal(0, run.TargetRuns("CoreCompile"));
    }

    [Fact]
    public async Task PublishThatMayBeMeantToDeploy()
    {
        app.WriteApp("""<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""");
        var run = (await RunAsync("Publish", "-p:RemoteDeployOnPublish=ture")).Red("RD0002");
        Assert.Equal(app["App.csproj"], run.Single("RD0002").File);
        Assert.Contains("expected true or false, found 'ture'", run.Single("RD0002").Text, StringComparison.Ordinal);
        Assert.Equal(0, run.TaskRuns("DeployToHosts"));
    }

    [Fact]
    public async Task SshConfigThatIsNotThere()
    {
        app.WriteApp("""
            <PropertyGroup>
              <RemoteDeploySshConfig>lab/ssh_config</RemoteDeploySshConfig>
            </PropertyGroup>
            <ItemGroup><RemoteHost Include="lab1;lab2" /></ItemGroup>
            """);
        var error = (await RunAsync("RemoteDeploy")).Red("RD0002").Single("RD0002");
        Assert.Equal((app["App.csproj"], app.LineOf("App.csproj", "<RemoteDeploySshConfig>")), (error.File, error.LineNumber));
        Assert.Contains(app["lab/ssh_config"], error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SshConfigOfTheInventoryThatIsNotThere()
    {
        app.WriteApp("<PropertyGroup><RemoteInventory>lab.yml</RemoteInventory></PropertyGroup>");
        app.Write("lab.yml", "sshConfig: nowhere\nhosts: [lab1]\n");
        var error = (await RunAsync("RemoteDeploy")).Red("RD0002").Single("RD0002");
        Assert.Equal(app["lab.yml"], error.File);
    }

    [Fact]
    public async Task MisspelledMetadata()
    {
        app.WriteApp("""
            <ItemGroup>
              <RemoteHost Include="local:a" Rack="7" Tagz="sick" />
              <RemoteTestSuite Include="smoke" Command="true" Timeot="5m" />
            </ItemGroup>
            """);
        var host = (await RunAsync("RemoteTest")).Red("RD0002").Single("RD0002");
        Assert.Equal(app.LineOf("App.csproj", "Tagz"), host.LineNumber);
        Assert.Contains("Did you mean Tags?", host.Text, StringComparison.Ordinal);

        app.Write("App.csproj", File.ReadAllText(app["App.csproj"]).Replace("Tagz", "Tags", StringComparison.Ordinal));
        var suite = (await RunAsync("RemoteTest")).Red("RD0002").Single("RD0002");
        Assert.Equal(app.LineOf("App.csproj", "Timeot"), suite.LineNumber);
        Assert.Contains("Did you mean Timeout?", suite.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MisspelledPropertiesAreWarnings()
    {
        app.WriteApp("""
            <PropertyGroup>
              <RemoteDeployKep>7</RemoteDeployKep>
              <RemoteHost>local:a</RemoteHost>
            </PropertyGroup>
            <ItemGroup><RemoteHost Include="$(RemoteHost)" /></ItemGroup>
            """);
        var warnings = (await RunAsync("RemoteDoctor", "-p:RemoteDeployAppp=web", "-p:RemoteLogin=ci")).Green().Warnings;
        Assert.Equal(["RD0002", "RD0002"], warnings.Select(warning => warning.Code));
        Assert.Equal([app.LineOf("App.csproj", "<RemoteDeployKep>"), 1], warnings.Select(warning => warning.LineNumber));
        Assert.Contains("Did you mean RemoteDeployKeep?", warnings[0].Text, StringComparison.Ordinal);
        Assert.Contains("Did you mean RemoteDeployApp?", warnings[1].Text, StringComparison.Ordinal);
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
    public async Task SuiteForAHostThatNobodyKnows()
    {
        app.WriteApp("""
            <ItemGroup>
              <RemoteHost Include="local:a" />
              <RemoteTestSuite Include="smoke" Command="true" On="lab7" />
            </ItemGroup>
            """);
        var run = (await RunAsync("RemoteTest")).Red("RD0008");
        Assert.Equal(app.LineOf("App.csproj", "smoke"), run.Single("RD0008").LineNumber);
        Assert.Equal(0, run.TargetRuns("CoreCompile"));
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
