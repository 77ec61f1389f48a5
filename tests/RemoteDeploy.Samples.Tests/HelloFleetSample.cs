using System.Xml.Linq;
using RemoteDeploy.TestSupport.Payloads;

namespace RemoteDeploy.Samples.Tests;

public sealed class HelloFleetSample(SampleStore store)
{
    private const string Project = "HelloFleet.Tests";
    private static readonly string[] Hosts = ["red", "green", "blue"];

    [Fact]
    public async Task IsGreenOnThreeHosts()
    {
        var sample = await store.TakeAsync("HelloFleet");
        var result = await sample.BuildAsync(Project, "-t:RemoteTest");
        Assert.True(result.ExitCode == 0, result.Output);
        Assert.All(Hosts, host =>
        {
            Assert.Contains($"local:{host}", result.Output, StringComparison.Ordinal);
            var published = FolderSnapshot.Of(sample.PathOf($"{Project}/bin/Debug/net10.0/publish"));
            FolderSnapshot.AssertSame(published, FolderSnapshot.Of(sample.Current(host)));
            Assert.Equal((4, 0), Counts(sample, host));
        });
        Assert.Contains(Directory.GetDirectories(sample.PathOf($"{Project}/.remotedeploy/runs")), run => result.Output.Contains(run, StringComparison.Ordinal));
    }

    [Fact]
    public async Task IsRedAtTheLineOfATestThatFailsOnTheHosts()
    {
        var sample = await store.TakeAsync("HelloFleet");
        sample.Replace("HelloFleet/greetings.txt", "es Buenos días", "es Hola");
        var result = await sample.BuildAsync(Project, "-t:RemoteTest");
        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"GreeterTests\.cs\(\d+(,\d+)?\): error RD3002: ", result.Output);
        Assert.All(Hosts, host => Assert.Equal((3, 1), Counts(sample, host)));
    }

    // Passed and failed tests in the one result file of a host.
    private static (int Passed, int Failed) Counts(Sample sample, string host)
    {
        var file = Assert.Single(
            Directory.GetFiles(sample.PathOf($"{Project}/TestResults"), "*.trx", SearchOption.AllDirectories),
            path => path.Contains(host, StringComparison.Ordinal));
        var counters = XDocument.Load(file).Descendants().Single(element => element.Name.LocalName == "Counters");
        return ((int)counters.Attribute("passed")!, (int)counters.Attribute("failed")!);
    }
}
