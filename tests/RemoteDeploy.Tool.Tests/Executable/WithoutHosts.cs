using RemoteDeploy.Faults;
using RemoteDeploy.TestSupport;

namespace RemoteDeploy.Tool.Tests.Executable;

public sealed class WithoutHosts : IDisposable
{
    private readonly Folder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Version_is_just_the_version()
    {
        var result = await ToolProcess.RunAsync(folder.Path, "--version");

        Assert.Equal((0, ToolVersion.Text + Environment.NewLine, ""), (result.ExitCode, result.Output, result.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$", ToolVersion.Text);
    }

    /// <summary>The tool alone in a folder, without the engine and the libraries, can still tell its version: so it starts none of them.</summary>
    [Fact]
    public async Task Version_needs_no_other_assembly()
    {
        foreach (var name in (string[])[Path.GetFileName(ToolProcess.Path), "dotnet-remotedeploy.dll", "dotnet-remotedeploy.runtimeconfig.json"])
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, name), Path.Combine(folder.Path, name));
        }

        var result = await Programs.RunAsync(Path.Combine(folder.Path, Path.GetFileName(ToolProcess.Path)), "--version");

        Assert.Equal((0, ToolVersion.Text + Environment.NewLine, ""), (result.ExitCode, result.Output, result.Error));
    }

    [Theory]
    [InlineData("hosts")]
    [InlineData("--version")]
    public async Task A_folder_that_is_gone_is_told_and_nothing_else(string word)
    {
        var gone = Path.Combine(folder.Path, "gone");
        Directory.CreateDirectory(gone);

        var result = await Programs.RunAsync("sh", "-c", "cd \"$1\" && rmdir \"$1\" && exec \"$2\" \"$3\"", "sh", gone, ToolProcess.Path, word);

        Assert.Equal((64, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("error RD0022: The folder from which this was called is not there any more", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_inventory_lists_its_hosts_and_is_never_overwritten()
    {
        Assert.Equal(0, (await ToolProcess.RunAsync(folder.Path, "init")).ExitCode);
        var before = await File.ReadAllTextAsync(Path.Combine(folder.Path, "remotedeploy.yml"));
        var hosts = await ToolProcess.JsonAsync(folder.Path, "hosts", "--json");
        var again = await ToolProcess.RunAsync(folder.Path, "init");

        Assert.Equal(["local:a", "local:b", "local:c"], hosts.GetProperty("hosts").EnumerateArray().Select(host => host.GetProperty("host").GetString()));
        Assert.Equal(64, again.ExitCode);
        Assert.Contains("error RD0022:", again.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(folder.Path, "remotedeploy.yml")));
    }

    [Fact]
    public async Task Hosts_are_a_table()
    {
        folder.Write("remotedeploy.yml", """
            defaults: {user: deploy}
            hosts:
              lab[01-02]: {tags: [x64, fast]}
              arm: {address: 10.0.0.7, port: 2222, user: root, tags: [arm64]}
              local:a: {}
            groups: {rack1: ["lab[01-02]", arm]}
            """);
        var result = await ToolProcess.RunAsync(folder.Path, "hosts");

        ApprovedText.Verify(result.Output, "hosts");
    }

    [Fact]
    public async Task Every_code_is_explained()
    {
        var list = await ToolProcess.RunAsync(folder.Path, "explain");
        var json = await ToolProcess.JsonAsync(folder.Path, "explain", "--json");

        Assert.All(FaultCatalog.All, page => Assert.Contains($"{page.Code}  {page.Title}", list.Output, StringComparison.Ordinal));
        Assert.Equal(FaultCatalog.All.Count, json.GetProperty("codes").GetArrayLength());
    }

    [Theory]
    [InlineData("RD2001")]
    [InlineData("rd2001")]
    [InlineData("2001")]
    public async Task A_page_is_wrapped_to_80_columns(string code)
    {
        var result = await ToolProcess.RunAsync(folder.Path, "explain", code);

        Assert.StartsWith("RD2001: ", result.Output, StringComparison.Ordinal);
        Assert.All(result.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 80));
    }
}
