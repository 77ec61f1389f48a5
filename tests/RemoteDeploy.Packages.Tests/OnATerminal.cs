using RemoteDeploy.Packages.Tests.Infra;

namespace RemoteDeploy.Packages.Tests;

/// <summary>What people see who build in a terminal.</summary>
public sealed class OnATerminal(PackedPackages packages)
{
    private const string Smoke = """
        <ItemGroup>
          <RemoteHost Include="local:a;local:b" />
          <Content Include="*.sh" CopyToPublishDirectory="Always" />
          <RemoteTestSuite Include="smoke" Command="./smoke.sh" />
        </ItemGroup>
        """;

    [Fact]
    public async Task ALiveLineNamesHostsAndTheSummaryStays()
    {
        using var app = ScratchProject.App(packages, Smoke);
        app.WriteScript("smoke.sh", "sleep 1");
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var (output, exitCode, _) = await app.DotnetOnTerminalAsync("", "build", "App.csproj", "-t:RemoteTest", "--no-restore");
        Assert.True(exitCode == 0, output);
        Assert.Matches("local:[ab] [012]/2 hosts", output);
        Assert.Contains("RemoteDeploy test: 2 of 2 hosts are all right", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LiveProgressCanBeTurnedOff()
    {
        using var app = ScratchProject.App(packages, Smoke);
        app.WriteScript("smoke.sh", "sleep 1");
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var (output, exitCode, _) = await app.DotnetOnTerminalAsync("", "build", "App.csproj", "-t:RemoteTest", "--no-restore", "-p:RemoteDeployLiveProgress=false");
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("/2 hosts", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnErrorCodeIsALinkToItsPage()
    {
        using var app = ScratchProject.App(packages);
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var (output, exitCode, _) = await app.DotnetOnTerminalAsync("", "build", "App.csproj", "-t:RemoteDeploy", "--no-restore");
        Assert.Equal(1, exitCode);
        var page = Path.Combine(packages.Cache, "remotedeploy.tasks", packages.Version, "docs", "faults.md");
        Assert.Contains("### RD0012", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Assert.Contains($"]8;;file://{page}#rd0012", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CtrlCEndsTheBuildAtOnceAndLeavesNoProcess()
    {
        using var app = ScratchProject.App(packages, Smoke);
        app.WriteScript("smoke.sh", """
            echo $$ > "$HOME/smoke.pid"
            sleep 600
            """);
        (await app.DotnetAsync("restore", "App.csproj")).Green();
        var pidFile = Path.Combine(app.HostFolder("a"), "smoke.pid");
        var (output, exitCode, after) = await app.DotnetOnTerminalAsync(pidFile, "build", "App.csproj", "-t:RemoteTest", "--no-restore");
        Assert.NotEqual(0, exitCode);
        Assert.True(after is >= 0 and < 10, output);
        Assert.Matches("local:a +cancelled", output);
        Assert.Matches("local:b +cancelled", output);
        Assert.Contains("suite 'smoke' was given up before it ended", output, StringComparison.Ordinal);
        var pid = (await File.ReadAllTextAsync(pidFile)).Trim();
        for (var asked = 0; Runs(pid); asked++)
        {
            // The host gets 2 s to end the suite kindly, and ends it by force then.
            Assert.True(asked < 100, $"The suite still runs as process {pid}.\n{output}");
            await Task.Delay(100);
        }
    }

    /// <summary>A process that ended is still listed until its parent asks for it; in a container nobody may.</summary>
    private static bool Runs(string pid)
    {
        try
        {
            return File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("State:", StringComparison.Ordinal)) is var state
                && !state.Contains("Z (zombie)", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
