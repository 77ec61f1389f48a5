using RemoteDeploy.Pool;

namespace RemoteDeploy.Tests.Pool;

public sealed class Reruns
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Of_a_unit_that_failed_go_to_another_host_first()
    {
        var simulation = New(new PoolSettings { Retries = 2 }, Units(4), (host, attempt) => attempt.Unit.Name == "u1" && attempt.Number < 3 ? UnitOutcome.Failed : UnitOutcome.Passed);

        await simulation.RunAsync(PoolSimulation.Hosts(3));

        var again = simulation.Ran.Where(ran => ran.Attempt.Unit.Name == "u1").ToList();
        Assert.Equal([1, 2, 3], again.Select(ran => ran.Attempt.Number));
        Assert.Equal(3, again.Select(ran => ran.Host).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(2, again[2].Attempt.FailedOn.Count);
        Assert.Equal(6, simulation.Ran.Count);
    }

    [Fact]
    public async Task Come_back_to_the_only_host()
    {
        var simulation = New(new PoolSettings { Retries = 1 }, Units(2), (_, _) => UnitOutcome.Failed);

        await simulation.RunAsync(PoolSimulation.Hosts(1));

        Assert.Equal(4, simulation.Ran.Count);
        Assert.True(simulation.Dispatcher.IsDone);
    }

    [Fact]
    public async Task Are_none_unless_asked_for()
    {
        var simulation = New(new PoolSettings(), Units(3), (_, _) => UnitOutcome.Failed);

        await simulation.RunAsync(PoolSimulation.Hosts(2));

        Assert.Equal(3, simulation.Ran.Count);
    }

    [Fact]
    public async Task End_with_the_failures_that_may_be()
    {
        var simulation = New(new PoolSettings { MaxFailures = 2 }, Units(20), (_, _) => UnitOutcome.Failed);

        await simulation.RunAsync(PoolSimulation.Hosts(1));

        Assert.True(simulation.Dispatcher.HasGivenUp);
        Assert.InRange(simulation.Ran.Count, 2, 19);
        Assert.Equal(20 - simulation.Ran.Count, simulation.Dispatcher.Waiting.Count);
    }

    [Fact]
    public async Task Of_what_a_lost_host_had_in_hand_are_another_host_s()
    {
        var dispatcher = Dispatcher(new PoolSettings(), Units(1));
        var (first, second) = (PoolSimulation.Host("h1"), PoolSimulation.Host("h2"));
        dispatcher.Join(first);
        dispatcher.Join(second);
        var taken = Assert.Single(await dispatcher.TakeAsync(first, default));
        var waiting = dispatcher.TakeAsync(second, default);
        Assert.False(waiting.IsCompleted);

        Assert.Equal([taken], dispatcher.Leave(first));

        var back = Assert.Single(await waiting);
        Assert.Equal((1, "h1"), (back.Number, Assert.Single(back.LostOn)));
        Assert.False(dispatcher.IsDone);
        dispatcher.Finish(back, UnitOutcome.Passed, Second);
        Assert.True(dispatcher.IsDone);
        Assert.Empty(await dispatcher.TakeAsync(second, default));
    }

    [Fact]
    public async Task End_for_a_unit_that_takes_host_after_host_with_it()
    {
        var dispatcher = Dispatcher(new PoolSettings { MostLosses = 2 }, Units(1));
        foreach (var host in PoolSimulation.Hosts(2))
        {
            dispatcher.Join(host);
            Assert.Single(await dispatcher.TakeAsync(host, default));
            dispatcher.Leave(host);
        }

        Assert.Equal("u0", Assert.Single(dispatcher.Lost).Name);
        Assert.True(dispatcher.IsDone);
    }

    [Fact]
    public async Task Are_not_for_a_host_that_a_destructive_unit_was_run_on()
    {
        List<TestUnit> units = [new("s", "destroys") { IsDestructive = true, Declared = TimeSpan.FromSeconds(9) }, .. Units(3)];
        var simulation = New(new PoolSettings(), units, (_, _) => UnitOutcome.Passed);

        await simulation.RunAsync(PoolSimulation.Hosts(2));

        var retired = simulation.Ran.Single(ran => ran.Attempt.Unit.IsDestructive).Host;
        Assert.Equal("destroys", simulation.Ran.Last(ran => ran.Host == retired).Attempt.Unit.Name);
        Assert.Equal(4, simulation.Ran.Count);
    }

    [Fact]
    public async Task And_requirements_keep_units_from_hosts_that_do_not_fit()
    {
        Assert.True(UnitRequirement.TryParse("gpu", out var gpu));
        List<TestUnit> units = [new("s", "a") { Requires = [gpu!] }, new("s", "b") { Requires = [gpu!] }, .. Units(2)];
        var simulation = New(new PoolSettings { Retries = 1 }, units, (_, attempt) => attempt is { Number: 1, Unit.Name: "a" } ? UnitOutcome.Failed : UnitOutcome.Passed);

        await simulation.RunAsync([PoolSimulation.Host("h1"), PoolSimulation.Host("h2", "gpu")]);

        Assert.All(simulation.Ran.Where(ran => ran.Attempt.Unit.Requires.Count > 0), ran => Assert.Equal("h2", ran.Host));
        Assert.Equal(5, simulation.Ran.Count);
    }

    private static IEnumerable<TestUnit> Units(int count) => Enumerable.Range(0, count).Select(number => new TestUnit("s", $"u{number}") { Declared = Second });

    private static Dispatcher Dispatcher(PoolSettings settings, IEnumerable<TestUnit> units) => new(units, new UnitEstimates(new DurationHistory()), settings, new PoolPolicy(), TimeProvider.System);

    private static PoolSimulation New(PoolSettings settings, IEnumerable<TestUnit> units, Func<PoolHost, UnitAttempt, UnitOutcome> judge) =>
        new(units, new DurationHistory(), settings, unit => unit.Declared?.TotalSeconds ?? 1) { Judge = judge };
}
