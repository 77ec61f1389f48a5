namespace RemoteDeploy.Samples.Tests;

public sealed class SmokeScriptSample(SampleStore store)
{
    [Fact]
    public async Task IsGreenWhenTheScriptIs()
    {
        var sample = await store.TakeAsync("SmokeScript");
        var result = await sample.BuildAsync(".", "-t:RemoteTest");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.All(["left", "right"], host => Assert.True(File.Exists(Path.Combine(sample.Current(host), "smoke.sh"))));
    }

    [Fact]
    public async Task IsRedOnEveryHostWhereTheScriptFails()
    {
        var sample = await store.TakeAsync("SmokeScript");
        sample.Replace("Program.cs", "Hello", "Hullo");
        var result = await sample.BuildAsync(".", "-t:RemoteTest");
        Assert.Equal(1, result.ExitCode);
        Assert.All(["left", "right"], host => Assert.Matches($"error RD3001: [^']*local:{host}[,:]", result.Output));
    }
}
