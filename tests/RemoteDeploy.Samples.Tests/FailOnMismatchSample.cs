namespace RemoteDeploy.Samples.Tests;

public sealed class FailOnMismatchSample(SampleStore store)
{
    [Fact]
    public async Task FailsWhenAFileIsAlteredBetweenCopyAndVerification()
    {
        var sample = await store.TakeAsync("FailOnMismatch");
        var green = await sample.BuildAsync(".", "-t:RemoteDeploy");
        Assert.True(green.ExitCode == 0, green.Output);
        string[] releases = [sample.Release("honest"), sample.Release("tampered")];

        var red = await sample.BuildAsync(".", "-t:RemoteDeploy", "-p:Tamper=true");

        Assert.Equal(1, red.ExitCode);
        Assert.Matches("error RD2001: local:tampered: .*settings.json", red.Output);
        Assert.DoesNotMatch("error RD[0-9]{4}: local:honest", red.Output);
        Assert.Equal(releases, new[] { sample.Release("honest"), sample.Release("tampered") });
        Assert.Equal("{ \"threshold\": 100 }\n", File.ReadAllText(Path.Combine(sample.Current("tampered"), "settings.json")));
    }
}
