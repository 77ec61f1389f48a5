using System.IO.Compression;
using System.Text;
using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>Binary logs are shared freely; they keep properties, items and parameters in clear text.</summary>
public sealed class Secrets(PackedPackages packages)
{
    private const string Canary = "c4n4ry-5ecret-value";
    private const string Host = """<ItemGroup><RemoteHost Include="local:a" /></ItemGroup>""";

    [Fact]
    public async Task InTheEnvironmentReachNoBinaryLog()
    {
        using var app = ScratchProject.App(packages, Host);
        var environment = new Dictionary<string, string>
        {
            ["RemoteDeployPassword"] = Canary,
            ["RemoteDeploySshToken"] = Canary,
            ["SSH_AUTH_SOCK"] = "/tmp/" + Canary,
        };
        var run = (await app.DotnetAsync(environment, "build", "App.csproj", "-t:RemoteDeploy")).Green();
        Assert.DoesNotContain(Canary, Unzipped(run.BinaryLogFile), StringComparison.Ordinal);
        Assert.Contains("RemoteDeployToHosts", Unzipped(run.BinaryLogFile), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InAPropertyOfTheProjectAreRefusedWithoutNamingThem()
    {
        using var app = ScratchProject.App(packages, Host + """
            <PropertyGroup>
              <RemoteDeployRootPassword>hunter2</RemoteDeployRootPassword>
            </PropertyGroup>
            """);
        var run = (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Red("RD0010");
        var error = run.Single("RD0010");
        Assert.Equal((app["App.csproj"], app.LineOf("App.csproj", "RootPassword")), (error.File, error.LineNumber));
        Assert.DoesNotContain("hunter2", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, run.TargetRuns("CoreCompile"));
    }

    [Theory]
    [InlineData("-p:RemoteDeployPassword=x")]
    [InlineData("-p:RemoteDeploySshToken=x")]
    public async Task OnTheCommandLineAreRefused(string argument)
    {
        using var app = ScratchProject.App(packages, Host);
        (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy", argument)).Red("RD0010");
    }

    [Fact]
    public async Task InMetadataOfAHostAreRefused()
    {
        using var app = ScratchProject.App(packages, """<ItemGroup><RemoteHost Include="local:a" Password="x" /></ItemGroup>""");
        (await app.DotnetAsync("build", "App.csproj", "-t:RemoteDeploy")).Red("RD0010");
    }

    private static string Unzipped(string binaryLog)
    {
        using var file = File.OpenRead(binaryLog);
        using var unzip = new GZipStream(file, CompressionMode.Decompress);
        using var bytes = new MemoryStream();
        unzip.CopyTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
