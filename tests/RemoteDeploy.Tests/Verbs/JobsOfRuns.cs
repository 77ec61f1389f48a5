using RemoteDeploy.Planning;
using RemoteDeploy.Reporting;
using RemoteDeploy.Testing;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

/// <summary><c>ps</c> and the run that it is asked for.</summary>
public sealed class JobsOfRuns : IDisposable
{
    private const string Foreign = "20010101-000000-aaaa";

    private readonly PayloadFolder payload = PayloadFolder.Plain();

    public void Dispose() => payload.Dispose();

    [Theory]
    [InlineData("last")]
    [InlineData("nosuchrun")]
    public async Task Of_a_run_that_nobody_knows_are_refused(string name)
    {
        await using var fleet = Fleet.Local(1);
        Directory.CreateDirectory(fleet.App(0, $"jobs/{Foreign}/other-1"));

        var report = await ListAsync(fleet, name);

        Assert.Equal((64, "RD0024"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal([], report.Hosts.SelectMany(host => host.Jobs));
    }

    [Fact]
    public async Task Of_another_machine_s_run_are_listed()
    {
        await using var fleet = Fleet.Local(2);
        Directory.CreateDirectory(fleet.App(1, $"jobs/{Foreign}/other-1"));

        var report = await ListAsync(fleet, "20010101");

        Assert.Equal([], report.AllFaults);
        Assert.Equal([0, 1], report.Hosts.Select(host => host.Jobs.Count));
    }

    [Fact]
    public async Task Of_the_last_run_are_those_of_no_other()
    {
        await using var fleet = Fleet.Local(1);
        Directory.CreateDirectory(fleet.App(0, $"jobs/{Foreign}/other-1"));
        var run = await fleet.RunAsync(payload.Path, new TestSuite { Name = "waits", Command = "/bin/true" });

        var none = await ListAsync(fleet, "last");
        Directory.CreateDirectory(fleet.App(0, $"jobs/{run.RunId}/waits-1"));
        var one = await ListAsync(fleet, "last");

        Assert.Equal((0, 0, 0), (none.ExitCode, none.Hosts[0].Jobs.Count, one.ExitCode));
        Assert.Equal((run.RunId, "waits-1"), (Assert.Single(one.Hosts[0].Jobs).Run, one.Hosts[0].Jobs[0].Name));
    }

    private static Task<RunReport> ListAsync(Fleet fleet, string name) => fleet.Engine.ListJobsAsync(fleet.Request(new ListJobsRequest { Hosts = [], Run = name }));
}
