using System.Xml.Linq;
using RemoteDeploy.Faults;
using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>The target RemoteTest: deploy, prove, run suites, bring results back.</summary>
public sealed class Testing(PackedPackages packages)
{
    private const string Smoke = """
        <ItemGroup>
          <RemoteHost Include="local:a;local:b" />
          <Content Include="*.sh" CopyToPublishDirectory="Always" />
          <RemoteTestSuite Include="smoke" Command="./smoke.sh" Arguments="first &quot;second word&quot;" Environment="COLOR=red;SIZE=2" Timeout="1m" />
        </ItemGroup>
        """;

    private const string Tests = """
        public class Arithmetic
        {
            [Xunit.Fact] public void Adds() => Xunit.Assert.Equal(4, 2 + 2);
            [Xunit.Fact(Skip = "later")] public void Divides() { }
            [Xunit.Fact] public void Subtracts()
            {
                Xunit.Assert.Equal(1, 3 - 1); // the failing line
            }
        }
        """;

    [Fact]
    public async Task RunsASuiteOnEveryHostWithItsArgumentsAndEnvironment()
    {
        using var app = ScratchProject.App(packages, Smoke);
        app.WriteScript("smoke.sh", """printf '%s|%s|%s|%s|%s\n' "$#" "$1" "$2" "$COLOR" "$SIZE" >> "$HOME/smoke.log" """);
        var items = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteTest", "-getTargetResult:RemoteTest")).Green().Items("RemoteTest");
        Assert.Equal(["local:a/smoke", "local:b/smoke"], items.Select(item => item.Text("Identity")));
        Assert.All(items, item => Assert.Equal(("Passed", "smoke", 64), (item.Text("Outcome"), item.Text("Suite"), item.Text("Manifest").Length)));
        foreach (var host in (string[])["a", "b"])
        {
            Assert.Equal("2|first|second word|red|2\n", File.ReadAllText(Path.Combine(app.HostFolder(host), "smoke.log")));
        }
    }

    [Fact]
    public async Task SuiteThatFailsIsAnErrorWhereItIsWrittenDown()
    {
        using var app = ScratchProject.App(packages, Smoke);
        app.WriteScript("smoke.sh", "exit 3");
        var error = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteTest")).Red("RD3001").Single("RD3001");
        Assert.Contains("local:a, local:b", error.Text, StringComparison.Ordinal);
        Assert.Equal((app["App.csproj"], app.LineOf("App.csproj", "RemoteTestSuite")), (error.File, error.LineNumber));
    }

    [Theory]
    [InlineData("./smoke.sh", "")]
    [InlineData("./tools/smoke.sh", "-p:RemoteDeployPayload=elsewhere")]
    public async Task ProgramThatIsNotInThePayloadIsAnErrorBeforeTheDeploy(string command, string argument)
    {
        using var app = ScratchProject.App(packages, $"""<ItemGroup><RemoteHost Include="local:a" /><RemoteTestSuite Include="smoke" Command="{command}" /></ItemGroup>""");
        app.WriteScript("smoke.sh", "exit 0").Write("elsewhere/data.txt", "one");
        var run = (await app.DotnetAsync(["build", "App.csproj", "-t:RemoteTest", .. argument.Length > 0 ? [argument] : (string[])[]])).Red("RD0020");
        var error = run.Single("RD0020");
        Assert.Equal((app["App.csproj"], app.LineOf("App.csproj", "RemoteTestSuite")), (error.File, error.LineNumber));
        Assert.Contains(argument.Length > 0 ? app["elsewhere"] : """<None Update="smoke.sh" CopyToPublishDirectory="PreserveNewest" />""", error.Text, StringComparison.Ordinal);
        Assert.Equal(0, run.TaskRuns("DeployToHosts"));
        Assert.False(Path.Exists(app.Current("a")));
    }

    [Fact]
    public async Task ProgramThatAHookMakesOnTheHostIsNotMissed()
    {
        using var app = ScratchProject.App(packages, """
            <ItemGroup>
              <RemoteHost Include="local:a" />
              <Content Include="make.sh" CopyToPublishDirectory="Always" />
              <RemoteTestSuite Include="smoke" Command="./smoke.sh" />
            </ItemGroup>
            """);
        app.WriteScript("make.sh", """printf '#!/bin/sh\n' > smoke.sh && chmod +x smoke.sh""");
        var run = await app.DotnetAsync("build", "App.csproj", "-t:RemoteTest", "-p:RemoteDeployAfterCopy=sh ./make.sh");
        Assert.Equal(1, run.TaskRuns("DeployToHosts"));
    }

    [Fact]
    public async Task EveryErrorSaysWhatToDo()
    {
        using var app = ScratchProject.App(packages, """
            <ItemGroup>
              <RemoteHost Include="local:a" />
              <RemoteTestSuite Include="one" Command="no-such-program-1" />
              <RemoteTestSuite Include="two" Command="no-such-program-2" />
              <RemoteTestSuite Include="three" Command="false" />
            </ItemGroup>
            """);
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteTest")).Red("RD3001", "RD3005");
        var missing = run.Errors.Where(error => error.Code == "RD3005").Select(error => error.Text).ToList();
        Assert.Equal(2, missing.Count);
        Assert.All(missing, text => Assert.EndsWith("Check the name, and PATH of the remote user.", text, StringComparison.Ordinal));
        Assert.EndsWith(FaultCatalog.Find(FaultCatalog.CommandFailed)!.Fix, run.Single("RD3001").Text, StringComparison.Ordinal);
        Assert.DoesNotContain("sent 0", run.Output[run.Output.IndexOf("suite one", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task TestProjectRunsItsOwnTestsAndErrorsPointAtTheSource()
    {
        using var app = TestProject(Tests);
        var run = (await app.DotnetAsync("build", "App.Tests.csproj", "-t:RemoteTest")).Red("RD3002");
        var error = run.Single("RD3002");
        Assert.Equal((app["Tests.cs"], app.LineOf("Tests.cs", "the failing line")), (error.File, error.LineNumber));
        Assert.Contains("Subtracts", error.Text, StringComparison.Ordinal);
        Assert.Contains("1 passed, 1 failed, 1 skipped", run.Output, StringComparison.Ordinal);
        var results = Directory.GetFiles(app["TestResults"], "*.trx", SearchOption.AllDirectories);
        Assert.Equal(2, results.Length);
        Assert.All(results, file => Assert.Equal("3", XDocument.Load(file).Descendants().Single(element => element.Name.LocalName == "Counters").Attribute("total")!.Value));
        Assert.Single(results, file => file[app.Folder.Length..].Contains("green", StringComparison.Ordinal));
    }

    [Fact]
    public async Task GreenTestProjectIsGreenAndReturnsCounts()
    {
        using var app = TestProject("public class Arithmetic { [Xunit.Fact] public void Adds() => Xunit.Assert.Equal(4, 2 + 2); }");
        var items = (await app.DotnetAsync("build", "App.Tests.csproj", "-t:RemoteTest", "-getTargetResult:RemoteTest")).Green().Items("RemoteTest");
        Assert.All(items, item => Assert.Equal(("1", "0", "0"), (item.Text("Passed"), item.Text("Failed"), item.Text("Skipped"))));
        Assert.All(items, item => Assert.Equal("TestRun", XDocument.Load(item.Text("ResultFile")).Root!.Name.LocalName));
        Assert.All(items, item => Assert.Equal("stdout.txt", Path.GetFileName(item.Text("OutputFiles"))));
    }

    [Fact]
    public async Task TestProjectWithoutAnyTestIsRed()
    {
        using var app = TestProject("public class Nothing;");
        (await app.DotnetAsync("build", "App.Tests.csproj", "-t:RemoteTest")).Red("RD4001");
    }

    private ScratchProject TestProject(string tests)
    {
        var app = new ScratchProject(packages);
        return app.Write("Tests.cs", tests).Write("App.Tests.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <NoWarn>$(NoWarn);NU1603;xUnit1004</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                {app.Reference}
                <PackageReference Include="xunit.v3" Version="3.2.2" />
                <RemoteHost Include="local:red;local:green" />
              </ItemGroup>
            </Project>
            """);
    }
}
