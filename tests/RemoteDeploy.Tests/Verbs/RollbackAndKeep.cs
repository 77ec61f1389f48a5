using RemoteDeploy.Reporting;
using RemoteDeploy.TestSupport.Payloads;
using RemoteDeploy.Tests.Pipelines;

namespace RemoteDeploy.Tests.Verbs;

public sealed class RollbackAndKeep : IDisposable
{
    private readonly PayloadFolder payload = new();

    public void Dispose() => payload.Dispose();

    [Fact]
    public async Task Goes_back_to_the_release_before_and_forward_again()
    {
        await using var fleet = Fleet.Local(2);
        var releases = await DeployAsync(fleet, 1, 2);

        var back = await fleet.RollbackAsync();
        var audit = await fleet.VerifyAsync();
        var forward = await fleet.RollbackAsync();

        Assert.Equal((0, 0, 0), (back.ExitCode, audit.ExitCode, forward.ExitCode));
        Assert.All(back.Hosts, host => Assert.Equal((HostOutcome.RolledBack, releases[0], releases[1]), (host.Outcome, host.Release, host.PreviousRelease)));
        Assert.All(audit.Hosts, host => Assert.Equal((HostOutcome.Verified, releases[0]), (host.Outcome, host.Release)));
        Assert.Equal("2", Active(fleet, 0));
    }

    [Fact]
    public async Task Goes_to_the_release_that_is_named_and_stays_there()
    {
        await using var fleet = Fleet.Local(1);
        var releases = await DeployAsync(fleet, 1, 2, 3);

        var named = await fleet.RollbackAsync(releases[0]);
        var again = await fleet.RollbackAsync(releases[0]);

        Assert.Equal((0, HostOutcome.RolledBack), (named.ExitCode, named.Hosts[0].Outcome));
        Assert.Equal((0, HostOutcome.Unchanged), (again.ExitCode, again.Hosts[0].Outcome));
        Assert.Equal("1", Active(fleet, 0));
    }

    [Fact]
    public async Task Without_an_earlier_release_says_so_and_changes_nothing()
    {
        await using var fleet = Fleet.Local(1);
        Assert.Equal(["RD1020"], (await fleet.RollbackAsync()).Codes());
        await DeployAsync(fleet, 1);

        Assert.Equal(["RD1020"], (await fleet.RollbackAsync()).Codes());
        Assert.Equal(["RD1020"], (await fleet.RollbackAsync("no-such-release")).Codes());
        Assert.Equal(["RD1020"], (await fleet.RollbackAsync("../../../etc")).Codes());
        Assert.Equal("1", Active(fleet, 0));
    }

    [Fact]
    public async Task Never_switches_to_a_damaged_release_not_even_on_the_other_hosts()
    {
        await using var fleet = Fleet.Local(2);
        var releases = await DeployAsync(fleet, 1, 2);
        await File.WriteAllTextAsync(fleet.App(1, $"releases/{releases[0]}/version"), "x");

        var report = await fleet.RollbackAsync();

        Assert.Equal((20, "RD2001"), (report.ExitCode, Assert.Single(report.Codes())));
        Assert.Equal((HostOutcome.Staged, HostOutcome.Mismatch), (report.Hosts[0].Outcome, report.Hosts[1].Outcome));
        Assert.Equal(("2", "2"), (Active(fleet, 0), Active(fleet, 1)));
    }

    [Fact]
    public async Task Never_trusts_a_release_whose_receipt_is_gone()
    {
        await using var fleet = Fleet.Local(1);
        var releases = await DeployAsync(fleet, 1, 2);
        File.Delete(fleet.App(0, $"receipts/{releases[0]}.json"));

        Assert.Equal(["RD1020"], (await fleet.RollbackAsync(releases[0])).Codes());
        Assert.Equal("2", Active(fleet, 0));
    }

    [Fact]
    public async Task Keeps_the_latest_releases_and_always_the_active_one()
    {
        await using var fleet = Fleet.Local(1);
        var releases = await DeployAsync(fleet, 1, 2, 3, 4);
        Assert.Equal(releases[1..].Order(StringComparer.Ordinal), Kept(fleet));

        await fleet.RollbackAsync(releases[1]);
        Assert.Equal(releases[1..].Order(StringComparer.Ordinal), Kept(fleet));

        // The one that is active was the oldest of the three: those active longest ago go instead.
        var five = await DeployAsync(fleet, 5);
        Assert.Equal(new[] { releases[1], releases[3], five[0] }.Order(StringComparer.Ordinal), Kept(fleet));
        Assert.Equal(["RD1020"], (await fleet.RollbackAsync(releases[0])).Codes());
        Assert.Equal(0, (await fleet.RollbackAsync()).ExitCode);
        Assert.Equal("2", Active(fleet, 0));
    }

    [Fact]
    public async Task Keeps_one_when_one_is_asked_for()
    {
        await using var fleet = Fleet.Local(1);
        var releases = await DeployAsync(fleet, 1, 2);
        payload.File("version", "3");

        await fleet.DeployAsync(payload.Path, request => request with { Keep = 1 });

        Assert.DoesNotContain(Kept(fleet), name => releases.Contains(name, StringComparer.Ordinal));
        Assert.Single(Kept(fleet));
        Assert.Equal([".json", ".manifest", ".seen"], Directory.GetFiles(fleet.App(0, "receipts")).Select(Path.GetExtension).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string?> Kept(Fleet fleet) => Directory.GetDirectories(fleet.App(0, "releases")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private static string Active(Fleet fleet, int host) => File.ReadAllText(fleet.App(host, "current/version"));

    private async Task<string[]> DeployAsync(Fleet fleet, params int[] versions)
    {
        var names = new List<string>();
        foreach (var version in versions)
        {
            var report = await fleet.DeployAsync(payload.File("version", $"{version}").Path, request => request with { Version = $"{version}.0" });
            Assert.Equal([], report.Codes());
            names.Add(report.Hosts[0].Release!);
        }

        return [.. names];
    }
}
