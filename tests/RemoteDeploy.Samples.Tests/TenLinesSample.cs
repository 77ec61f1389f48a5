namespace RemoteDeploy.Samples.Tests;

public sealed class TenLinesSample(SampleStore store)
{
    [Fact]
    public async Task DoesWithTheLibraryWhatTheToolDoes()
    {
        var sample = await store.TakeAsync("TenLines");

        var green = await sample.RunAsync(".", "dotnet", "run", "deploy.cs");
        sample.Replace("payload/greeting.txt", "Hello", "Goodbye");
        var red = await sample.RunAsync(".", "dotnet", "run", "deploy.cs");

        Assert.True(green.ExitCode == 0, green.Output + green.Error);
        Assert.Contains("local:one: Passed", green.Output, StringComparison.Ordinal);
        Assert.Equal(2, red.ExitCode);
        Assert.Contains("RD3001 local:two: ", red.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void HasAboutTenLines() =>
        Assert.InRange(File.ReadLines(Repository.PathOf("samples/TenLines/deploy.cs")).Count(line => line.Length > 0 && !line.StartsWith('#') && !line.StartsWith("using ", StringComparison.Ordinal)), 5, 10);
}
