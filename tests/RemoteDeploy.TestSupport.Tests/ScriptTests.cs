namespace RemoteDeploy.TestSupport.Tests;

public sealed class TheScriptsBehindTestHosts
{
    [Theory]
    [InlineData("host.sh")]
    [InlineData("lab.sh")]
    [InlineData("lab-host.sh")]
    public async Task HaveNothingForShellcheckToSay(string name)
    {
        Prerequisite.Program("shellcheck");
        var folder = Directory.CreateTempSubdirectory("rd-check-").FullName;
        var file = Path.Combine(folder, name);
        await using (var script = typeof(Prerequisite).Assembly.GetManifestResourceStream(name)!)
        await using (var copy = File.Create(file))
        {
            await script.CopyToAsync(copy, TestContext.Current.CancellationToken);
        }

        var result = await Programs.RunAsync("shellcheck", file);
        Directory.Delete(folder, recursive: true);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
    }
}
