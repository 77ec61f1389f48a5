namespace RemoteDeploy.Samples.Tests;

public sealed class CliOnlySample(SampleStore store)
{
    [Fact]
    public async Task IsGreenWithTheRestoredTool()
    {
        var sample = await store.TakeAsync("CliOnly");
        var result = await sample.RunAsync(".", "/bin/sh", "ci.sh");
        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal(sample.Release("one"), sample.Release("two"));
        Assert.True(File.Exists(Path.Combine(sample.Current("two"), "CliOnly.dll")));
    }

    [Fact]
    public async Task ExitsWithTheCodeOfAFailedSuite()
    {
        var sample = await store.TakeAsync("CliOnly");
        sample.Replace("Program.cs", "== 42 ?", "== 43 ?");
        var result = await sample.RunAsync(".", "/bin/sh", "ci.sh");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("RD3001", result.Output + result.Error, StringComparison.Ordinal);
    }
}
