using RemoteDeploy.Pool;

namespace RemoteDeploy.Tests.Pool;

/// <summary>Hosts have scores: which of them takes a unit that several could.</summary>
public sealed class Scores
{
    [Fact]
    public async Task Of_a_free_host_win_against_one_that_asks_at_the_same_time()
    {
        var dispatcher = Dispatcher(Unit("first"));
        var (plain, good) = (Scored("plain", 0), Scored("good", 5));
        dispatcher.Join(plain);
        dispatcher.Join(good);
        Assert.Single(await dispatcher.TakeAsync(plain, default));
        var (forPlain, forGood) = (dispatcher.TakeAsync(plain, default), dispatcher.TakeAsync(good, default));

        dispatcher.Add([Unit("second")]);

        Assert.Equal("second", Assert.Single(await forGood).Unit.Name);
        Assert.False(forPlain.IsCompleted);
    }

    [Fact]
    public async Task Never_keep_a_host_from_what_no_better_one_is_free_for()
    {
        var dispatcher = Dispatcher(Unit("first"), Unit("second"));
        var (plain, good) = (Scored("plain", 0), Scored("good", 5));
        dispatcher.Expect([plain.Host, good.Host]);
        dispatcher.Join(plain);
        Assert.Single(await dispatcher.TakeAsync(plain, default));

        dispatcher.Join(good);

        Assert.Single(await dispatcher.TakeAsync(good, default));
    }

    [Fact]
    public async Task Are_waited_for_by_what_one_host_runs_for_all()
    {
        var dispatcher = Dispatcher(Unit("all") with { IsForOne = true });
        var (plain, good) = (Scored("plain", 0), Scored("good", 5));
        dispatcher.Expect([plain.Host, good.Host]);
        dispatcher.Join(plain);
        var forPlain = dispatcher.TakeAsync(plain, default);
        Assert.False(forPlain.IsCompleted);

        dispatcher.Join(good);

        Assert.Single(await dispatcher.TakeAsync(good, default));
        Assert.False(forPlain.IsCompleted);
    }

    [Fact]
    public async Task Of_hosts_that_never_come_are_not_waited_for()
    {
        var dispatcher = Dispatcher(Unit("all") with { IsForOne = true });
        var (plain, good) = (Scored("plain", 0), Scored("good", 5));
        dispatcher.Expect([plain.Host, good.Host]);
        dispatcher.Join(plain);
        var forPlain = dispatcher.TakeAsync(plain, default);

        dispatcher.Through(good.Name);

        Assert.Single(await forPlain);
    }

    [Fact]
    public async Task Of_hosts_that_a_unit_is_not_for_do_not_count()
    {
        Assert.True(UnitRequirement.TryParse("!board", out var noBoard));
        var dispatcher = Dispatcher(Unit("all") with { IsForOne = true, Requires = [noBoard!] });
        var (plain, board) = (Scored("plain", 0), Scored("board", 5, "board"));
        dispatcher.Expect([plain.Host, board.Host]);
        dispatcher.Join(plain);

        Assert.Single(await dispatcher.TakeAsync(plain, default));
    }

    private static TestUnit Unit(string name) => new("s", name);

    private static PoolHost Scored(string name, int score, params string[] tags)
    {
        var host = PoolSimulation.Host(name, tags);
        return host with { Host = host.Host with { Score = score } };
    }

    private static Dispatcher Dispatcher(params TestUnit[] units) => new(units, new UnitEstimates(new DurationHistory()), new PoolSettings(), new PoolPolicy(), TimeProvider.System);
}
