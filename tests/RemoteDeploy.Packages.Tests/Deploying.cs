using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>A program, two hosts, the target RemoteDeploy.</summary>
public sealed class Deploying(PackedPackages packages)
{
    private const string Payload = "bin/Debug/net10.0/publish";
    private const string TwoHosts = """<ItemGroup><RemoteHost Include="local:a;local:b" /></ItemGroup>""";

    [Fact]
    public async Task PublishesAndActivatesOnEveryHostAndReturnsItems()
    {
        using var app = ScratchProject.App(packages, TwoHosts);
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var first = (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteDeploy", "-getTargetResult:RemoteDeploy")).Green().Items("RemoteDeploy");
        Assert.Equal(["local:a", "local:b"], first.Select(item => item.Text("Identity")));
        Assert.All(first, item => Assert.Equal("Activated", item.Text("Outcome")));
        Assert.All(first, item => Assert.Equal(item.Text("Files"), item.Text("FilesSent")));
        Assert.Equal(64, first[0].Text("Manifest").Length);
        Assert.True(File.Exists(Path.Combine(first[0].Text("RunFolder"), "summary.json")));
        app.AssertActive("a", Payload);
        app.AssertActive("b", Payload);

        var second = (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteDeploy", "-getTargetResult:RemoteDeploy")).Green().Items("RemoteDeploy");
        Assert.All(second, item => Assert.Equal(("Unchanged", "0", "0"), (item.Text("Outcome"), item.Text("FilesSent"), item.Text("BytesSent"))));
    }

    [Fact]
    public async Task WithNoBuildShipsWhatTheLastBuildLeft()
    {
        using var app = ScratchProject.App(packages, TwoHosts);
        (await app.DotnetAsync("build", "App.csproj")).Green();
        app.Write("Program.cs", "this does not compile");
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:NoBuild=true")).Green();
        Assert.Equal(0, run.TargetRuns("CoreCompile"));
        app.AssertActive("a", Payload);
    }

    [Fact]
    public async Task DryRunSaysWhatItWouldDoAndChangesNothing()
    {
        using var app = ScratchProject.App(packages, TwoHosts);
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteDeployDryRun=true")).Green();
        Assert.Contains("would send", run.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(app.Current("a")));
    }

    [Fact]
    public async Task DryRunOfTestsRunsNoSuite()
    {
        using var app = ScratchProject.App(packages, TwoHosts + """<ItemGroup><RemoteTestSuite Include="smoke" Command="false" /><RemoteTestSuite Include="load" Command="false" On="local:b" /></ItemGroup>""");
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteTest", "-p:RemoteDeployDryRun=true")).Green();
        Assert.Contains("then suite smoke would run on local:a, local:b\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("then suite load would run on local:b\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("no test was run", run.Output, StringComparison.Ordinal);
        Assert.False(Path.Exists(app.Current("a")));
    }

    [Fact]
    public async Task OnPublishDeploysExactlyOnce()
    {
        using var app = ScratchProject.App(packages, TwoHosts);
        var published = (await app.DotnetAsync("publish", "App.csproj", "-p:RemoteDeployOnPublish=true")).Green();
        Assert.Equal(1, published.TaskRuns("DeployToHosts"));
        app.AssertActive("a", "bin/Release/net10.0/publish");

        var asked = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteDeployOnPublish=true")).Green();
        Assert.Equal(1, asked.TaskRuns("DeployToHosts"));
    }

    [Fact]
    public async Task SelectorPicksHosts()
    {
        using var app = ScratchProject.App(packages, """
            <ItemGroup>
              <RemoteHost Include="local:a;local:b" Tags="quick" />
              <RemoteHost Include="local:c" Tags="slow;big" />
            </ItemGroup>
            """);
        (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteHosts=local:a+@big")).Green();
        Assert.Equal([true, false, true], ((string[])["a", "b", "c"]).Select(host => Path.Exists(app.Current(host))));
    }

    [Fact]
    public async Task InventoryBesideTheProjectIsFoundAndPropertiesWin()
    {
        using var app = ScratchProject.App(packages);
        app.Write("remotedeploy.yml", "app: fromfile\nrelease: 1.0.0\nhosts:\n  - local:a\n");
        var items = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteDeployRelease=2.0.0", "-getTargetResult:RemoteDeploy")).Green().Items("RemoteDeploy");
        Assert.StartsWith("2.0.0", Assert.Single(items).Text("Release"), StringComparison.Ordinal);
        app.AssertActive("a", Payload, "fromfile");
    }

    [Fact]
    public async Task HookThatAltersAFileOnOneHostLeavesTheOldReleaseActiveEverywhere()
    {
        using var app = ScratchProject.App(packages, TwoHosts + """
            <ItemGroup><Content Include="*.sh;data.txt" CopyToPublishDirectory="Always" /></ItemGroup>
            """);
        app.Write("data.txt", "one").WriteScript("tamper.sh", """case $PWD in */hosts/b/*) echo altered >> data.txt ;; esac""");
        (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Green();
        app.Write("data.txt", "two");
        var error = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteDeployAfterCopy=sh ./tamper.sh")).Red("RD2001").Single("RD2001");
        Assert.Contains("local:b", error.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("local:a", error.Text, StringComparison.Ordinal);
        Assert.Equal("one", File.ReadAllText(Path.Combine(app.Current("a"), "data.txt")));
        Assert.Equal("one", File.ReadAllText(Path.Combine(app.Current("b"), "data.txt")));
    }

    [Fact]
    public async Task OneCauseOnSeveralHostsIsOneError()
    {
        using var app = ScratchProject.App(packages, TwoHosts);
        var error = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", "-p:RemoteDeployAfterCopy=false")).Red("RD1022").Single("RD1022");
        Assert.Contains("local:a, local:b", error.Text, StringComparison.Ordinal);
        Assert.Equal((app["App.csproj"], 1), (error.File, error.LineNumber));
    }

    /// <summary>The stage stands in the message, so that what IDEs and build servers read before it is as ever.</summary>
    [Fact]
    public async Task ErrorsNameTheStageThatTheirCodeDoesNotSay()
    {
        using var app = ScratchProject.App(packages, TwoHosts + """<PropertyGroup><RemoteDeployRequires>Microsoft.NETCore.App [99.0,)</RemoteDeployRequires></PropertyGroup>""");
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Red("RD1015");
        Assert.StartsWith("local:a, local:b: at probe: The host lacks ", run.Single("RD1015").Text, StringComparison.Ordinal);
        Assert.Matches(@"App\.csproj\(1(,\d+)?\): error RD1015: local:a, local:b: at probe: ", run.Output);
    }

    [Fact]
    public async Task VerifyFindsAFlippedByteAndRollbackReturns()
    {
        using var app = ScratchProject.App(packages, TwoHosts + """<ItemGroup><Content Include="data.txt" CopyToPublishDirectory="Always" /></ItemGroup>""");
        foreach (var content in (string[])["one", "two"])
        {
            app.Write("data.txt", content);
            (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Green();
        }

        (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteVerify")).Green();
        (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteDoctor")).Green();
        var file = Path.Combine(app.Current("b"), "data.txt");
        File.WriteAllText(file, "tWo");
        var error = (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteVerify")).Red("RD2001").Single("RD2001");
        Assert.Contains("data.txt", error.Text, StringComparison.Ordinal);
        (await app.DotnetAsync("msbuild", "App.csproj", "-t:RemoteRollback")).Green();
        Assert.Equal("one", File.ReadAllText(file));
    }
}
