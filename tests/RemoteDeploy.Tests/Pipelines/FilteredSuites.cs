using RemoteDeploy.Testing;
using RemoteDeploy.Tests.Verbs;

namespace RemoteDeploy.Tests.Pipelines;

/// <summary>Only some tests of real programs, which are asked for their tests on the host.</summary>
public sealed class FilteredSuites
{
    [Theory]
    [InlineData(false, SuiteMode.Each)]
    [InlineData(true, SuiteMode.Each)]
    [InlineData(true, SuiteMode.Pool)]
    public async Task Run_what_the_filter_lets_through(bool platform, SuiteMode mode)
    {
        await using var fleet = Fleet.Local(1);
        var suite = new TestSuite { Name = "unit", TestAssembly = "Suite.dll", Mode = mode, Arguments = platform ? ["--filter-not-class", "Suite.Green"] : ["-class-", "Suite.Green"] };
        await fleet.DeployAsync(platform ? Built.PlatformSuite : Built.NativeSuite);

        var report = await fleet.TestAsync([suite], request => request with { Tests = new() { Filter = TestFilter.Parse("Name=Passes&ClassName!~Blue").Value } });

        Assert.Equal([], report.Codes());
        Assert.Equal(["Suite.Mixed.Passes", "Suite.Red.Passes"], report.Hosts[0].Suites[0].Tests.Select(test => test.Name).Order(StringComparer.Ordinal));
    }
}
